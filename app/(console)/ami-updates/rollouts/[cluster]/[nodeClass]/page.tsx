import type { Metadata } from "next";
import { RolloutView } from "@/components/ami-updates/rollout/rollout-view";
import { amiTopics } from "@/lib/ami-updates/keys";
import type { RolloutPageView } from "@/lib/ami-updates/views";
import { prefetchSnapshot } from "@/server/live/read-snapshot";
import { pageCtx } from "@/server/platform/ctx";

interface Props {
  params: Promise<{ cluster: string; nodeClass: string }>;
}

const read = async (params: Props["params"]) => {
  const given = await params;
  return {
    cluster: decodeURIComponent(given.cluster),
    nodeClass: decodeURIComponent(given.nodeClass),
  };
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { cluster, nodeClass } = await read(params);
  return { title: `${cluster} / ${nodeClass} · AMI updates` };
}

export default async function RolloutPage({ params }: Props) {
  const ctx = await pageCtx("ami.read");
  const { cluster, nodeClass } = await read(params);
  const initial = await prefetchSnapshot<RolloutPageView>(
    ctx,
    amiTopics.rollout(cluster, nodeClass),
  );
  return (
    <RolloutView
      key={`${cluster}/${nodeClass}`}
      cluster={cluster}
      nodeClass={nodeClass}
      role={ctx.person.role}
      initial={initial}
    />
  );
}
