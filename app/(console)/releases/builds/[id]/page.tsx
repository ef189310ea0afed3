import type { Metadata } from "next";
import { BuildView } from "@/components/releases/build/build-view";
import { topics } from "@/lib/releases/keys";
import type { BuildLogState, BuildView as View } from "@/lib/releases/model";
import { prefetchSnapshot } from "@/server/live/read-snapshot";
import { pageCtx } from "@/server/platform/ctx";

interface Props {
  params: Promise<{ id: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Build ${decodeURIComponent((await params).id)}` };
}

export default async function BuildPage({ params }: Props) {
  const ctx = await pageCtx("release.read");
  const id = decodeURIComponent((await params).id);
  const [initial, initialLog] = await Promise.all([
    prefetchSnapshot<View>(ctx, topics.build(id)),
    prefetchSnapshot<BuildLogState>(ctx, topics.buildLog(id)),
  ]);
  return <BuildView key={id} id={id} initial={initial} initialLog={initialLog} />;
}
