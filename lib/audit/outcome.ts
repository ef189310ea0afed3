/** Apart from the model, which brings zod: the browser needs the words only. */

/** `running`: no outcome yet and still within its time. `unknown`: it may have happened; being cleared up. */
export const AUDIT_OUTCOMES = ["applied", "refused", "failed", "unknown", "running"] as const;
export type AuditOutcome = (typeof AUDIT_OUTCOMES)[number];
