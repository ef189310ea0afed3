/** What the release actions take. */
import { z } from "zod";

export const APPROVAL_DECISIONS = ["Approved", "Rejected"] as const;

export const DecideApprovalInput = z.object({
  pipeline: z.string().min(1).max(100),
  stage: z.string().min(1).max(100),
  action: z.string().min(1).max(100),
  executionId: z.string().min(1).max(100),
  evidenceHash: z.string().length(64),
  decision: z.enum(APPROVAL_DECISIONS),
  /** Required to reject. AWS takes 512 characters at most. */
  comment: z.string().trim().max(400),
});
export type DecideApprovalInput = z.infer<typeof DecideApprovalInput>;

export const StartPipelineInput = z.object({ pipeline: z.string().min(1).max(100) });
export type StartPipelineInput = z.infer<typeof StartPipelineInput>;

export const RetryStageInput = z.object({
  pipeline: z.string().min(1).max(100),
  stage: z.string().min(1).max(100),
  executionId: z.string().min(1).max(100),
  mode: z.enum(["FAILED_ACTIONS", "ALL_ACTIONS"]).default("FAILED_ACTIONS"),
});
export type RetryStageInput = z.infer<typeof RetryStageInput>;

/** READY_WAIT: send traffic to the new instances now; TERMINATION_WAIT: end the old ones now. */
export const ContinueDeploymentInput = z.object({
  deploymentId: z.string().min(1).max(100),
  wait: z.enum(["READY_WAIT", "TERMINATION_WAIT"]),
});
export type ContinueDeploymentInput = z.infer<typeof ContinueDeploymentInput>;
