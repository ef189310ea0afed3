import type { Metadata } from "next";
import { ExecutionView } from "@/components/releases/execution/execution-view";
import { topics } from "@/lib/releases/keys";
import type { ExecutionView as View } from "@/lib/releases/model";
import { shortExecution } from "@/lib/releases/revision-text";
import { prefetchSnapshot } from "@/server/live/read-snapshot";
import { pageCtx } from "@/server/platform/ctx";

interface Props {
  params: Promise<{ name: string; id: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { name, id } = await params;
  return { title: `${shortExecution(decodeURIComponent(id))} · ${decodeURIComponent(name)}` };
}

export default async function ExecutionPage({ params }: Props) {
  const ctx = await pageCtx("release.read");
  const given = await params;
  const name = decodeURIComponent(given.name);
  const id = decodeURIComponent(given.id);
  const initial = await prefetchSnapshot<View>(ctx, topics.execution(name, id));
  return <ExecutionView key={id} pipeline={name} id={id} initial={initial} />;
}
