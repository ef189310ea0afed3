import "server-only";
import type { ProposalView } from "@/lib/ami-updates/views";
import type { InboxItem } from "@/lib/inbox/model";
import { routes } from "@/lib/platform/routes";
import { readWaitingProposals } from "@/server/ami-updates/read-waiting-proposals";
import { registerInboxKind, unconfirmed } from "./registry";

export function proposalItem(view: ProposalView): InboxItem<"ami-proposal", ProposalView> {
  const { update, analysis, pull } = view;
  const risk = analysis ? `, risk ${analysis.risk}` : "";
  return {
    kind: "ami-proposal",
    id: `ami-proposal:${update.id}`,
    title: `Update nodes to ${update.to.release}${risk}?`,
    place: [...new Set([update.environment, update.cluster, update.nodeClass])].join(" / "),
    href: routes.amiProposal(update.id),
    waitingSince: analysis?.at ?? update.createdAt,
    permission: "ami.decide",
    detail: view,
    ...(pull ? {} : { unconfirmed: true }),
  };
}

registerInboxKind({
  kind: "ami-proposal",
  read: async (before) => {
    const { proposals, missing, unread } = await readWaitingProposals();
    const kept = before.filter(({ detail }) => unread.includes((detail as ProposalView).update.id));
    return { items: [...proposals.map(proposalItem), ...unconfirmed(kept)], missing };
  },
});
