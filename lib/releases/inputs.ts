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

export const StopExecutionInput = z.object({
  pipeline: z.string().min(1).max(100),
  executionId: z.string().min(1).max(100),
  /** AWS keeps it, 200 characters at most with who stopped it. */
  reason: z.string().trim().min(3, "say why, in a few words").max(120),
  /** Also ends what runs; without it the actions under way may finish. */
  abandon: z.boolean().default(false),
});
export type StopExecutionInput = z.infer<typeof StopExecutionInput>;

/** Brings a stage back to what an earlier execution put there. */
export const RollBackStageInput = z.object({
  pipeline: z.string().min(1).max(100),
  stage: z.string().min(1).max(100),
  /** The execution to return to; it succeeded in that stage. */
  targetExecutionId: z.string().min(1).max(100),
  reason: z.string().trim().min(3, "say why, in a few words").max(400),
});
export type RollBackStageInput = z.infer<typeof RollBackStageInput>;
