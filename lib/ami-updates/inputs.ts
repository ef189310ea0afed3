import { z } from "zod";

const updateId = z.uuid();
const reason = z.string().trim().min(3, "say why, in a few words").max(1_000);
const TargetInput = z.object({
  cluster: z.string().min(1).max(63),
  nodeClass: z.string().min(1).max(63),
});

export const DecideUpdateInput = z.object({
  updateId,
  decision: z.enum(["merge", "close"]),
  comment: z.string().trim().max(2_000).optional(),
  /** Of what the person looked at. */
  evidenceHash: z.string().regex(/^[0-9a-f]{64}$/),
});
export type DecideUpdateInput = z.output<typeof DecideUpdateInput>;

export const LiftSkipInput = TargetInput.extend({ reason });
export type LiftSkipInput = z.output<typeof LiftSkipInput>;

export const OverrideRejectionInput = z.object({ updateId, reason });
export type OverrideRejectionInput = z.output<typeof OverrideRejectionInput>;

/** Without targets it is all of them. */
export const RunDetectionInput = z.object({
  targets: z.array(TargetInput).min(1).max(500).optional(),
});
export type RunDetectionInput = z.output<typeof RunDetectionInput>;

export const DryRunInput = TargetInput;
export type DryRunInput = z.output<typeof DryRunInput>;

export const AnalyseAgainInput = z.object({ updateId });
export type AnalyseAgainInput = z.output<typeof AnalyseAgainInput>;

export const RevertUpdateInput = z.object({ updateId, reason });
export type RevertUpdateInput = z.output<typeof RevertUpdateInput>;
