import type { Metadata } from "next";
import { ProposalView } from "@/components/ami-updates/proposal/proposal-view";
import { amiTopics } from "@/lib/ami-updates/keys";
import type { ProposalView as View } from "@/lib/ami-updates/views";
import { prefetchSnapshot } from "@/server/live/read-snapshot";
import { pageCtx } from "@/server/platform/ctx";

export const metadata: Metadata = { title: "Proposal · AMI updates" };

export default async function ProposalPage({ params }: { params: Promise<{ id: string }> }) {
  const ctx = await pageCtx("ami.read");
  const id = decodeURIComponent((await params).id);
  const initial = await prefetchSnapshot<View>(ctx, amiTopics.proposal(id));
  return <ProposalView key={id} id={id} initial={initial} />;
}
