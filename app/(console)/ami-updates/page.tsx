import type { Metadata } from "next";
import { ClustersView } from "@/components/ami-updates/clusters/clusters-view";
import { amiTopics } from "@/lib/ami-updates/keys";
import type { ClustersView as View } from "@/lib/ami-updates/views";
import { prefetchSnapshot } from "@/server/live/read-snapshot";
import { pageCtx } from "@/server/platform/ctx";

export const metadata: Metadata = { title: "Clusters · AMI updates" };

export default async function AmiUpdatesPage() {
  const ctx = await pageCtx("ami.read");
  const initial = await prefetchSnapshot<View>(ctx, amiTopics.clusters());
  return <ClustersView role={ctx.person.role} initial={initial} />;
}
