import "server-only";
import type { UpdateBrief } from "@/lib/ami-updates/views";
import { consoleParts } from "../console-parts";
import type { AmiParts } from "../contracts";

/** @throws AppError not_found while the workflow is off */
export const parts = (): AmiParts => consoleParts();

/** An update as a list tells it. */
export const briefWords = (update: UpdateBrief) => ({
  updateId: update.id,
  from: update.from.release ?? update.from.imageId,
  to: update.to.release ?? update.to.imageId,
  risk: update.risk,
  verdict: update.verdict,
  urgency: update.urgency,
  summary: update.summary,
  ...(update.autoRejected && { refusedByRules: update.autoRejected }),
  ...(update.pull && { pullRequest: update.pull.number }),
  ...(update.decision && { decision: update.decision, decidedBy: update.decidedBy }),
  ...(update.outcome && { outcome: update.outcome }),
  ...(update.problem && { problem: update.problem }),
  createdAt: update.createdAt,
});

export const DESCRIBED = {
  cluster: "Name of the cluster, as ami_list_targets gives it",
  nodeClass: "Name of the node class, as ami_list_targets gives it",
  updateId: "Id of the proposal, as ami_list_proposals gives it",
} as const;
