import type { Metadata } from "next";
import { PipelinesView } from "@/components/releases/pipelines/pipelines-view";
import { topics } from "@/lib/releases/keys";
import type { PipelineRow } from "@/lib/releases/model";
import { prefetchSnapshot } from "@/server/live/read-snapshot";
import { pageCtx } from "@/server/platform/ctx";

export const metadata: Metadata = { title: "Pipelines" };

export default async function PipelinesPage() {
  const ctx = await pageCtx("release.read");
  const initial = await prefetchSnapshot<{ pipelines: PipelineRow[] }>(ctx, topics.pipelines());
  return <PipelinesView initial={initial} />;
}
