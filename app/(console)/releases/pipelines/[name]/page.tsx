import type { Metadata } from "next";
import { PipelineView } from "@/components/releases/pipeline/pipeline-view";
import { topics } from "@/lib/releases/keys";
import type { PipelineView as View } from "@/lib/releases/model";
import { prefetchSnapshot } from "@/server/live/read-snapshot";
import { pageCtx } from "@/server/platform/ctx";

interface Props {
  params: Promise<{ name: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).name) };
}

export default async function PipelinePage({ params }: Props) {
  const ctx = await pageCtx("release.read");
  const name = decodeURIComponent((await params).name);
  const initial = await prefetchSnapshot<View>(ctx, topics.pipeline(name));
  return <PipelineView key={name} name={name} role={ctx.person.role} initial={initial} />;
}
