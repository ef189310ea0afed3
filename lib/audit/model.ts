/** The audit ledger as screens read it: one entry per action, intent and outcome folded together. */
import { z } from "zod";
import { AUDIT_OUTCOMES, type AuditOutcome } from "@/lib/audit/outcome";

export { AUDIT_OUTCOMES, type AuditOutcome } from "@/lib/audit/outcome";

/** A call to an upstream service that the action made. */
export interface UpstreamCall {
  service: string;
  operation: string;
  /** The id that AWS support asks for. */
  requestId?: string;
}

export interface AuditEntry {
  id: string;
  /** Number of the intent's row in the ledger. */
  seq: number;
  at: string;
  person: { id: string; name: string; email: string; role: string };
  /** `release.decide` */
  action: string;
  /** `lab-app/Approval`; absent when the input was refused before it was understood. */
  target?: string;
  /** The person's own words. */
  why?: string;
  /** What was asked, as the action parsed it; text, never markup. */
  input?: unknown;
  requestId: string;
  outcome: AuditOutcome;
  /** One sentence on a refusal or failure. */
  message?: string;
  problemCode?: string;
  upstream: UpstreamCall[];
  durationMs?: number;
  settledAt?: string;
  /** `action` itself, or the `reconciler` that read afterwards what had happened. */
  settledBy?: string;
}

export interface AuditPage {
  /** Newest first. */
  entries: AuditEntry[];
  /** Give it back as `before` to read on. */
  next?: number;
}

const text = z.string().trim().min(1).max(200).optional();

/** What `GET /api/audit` takes as query parameters. `person` finds name and email, `target` any part. */
export const AuditFilter = z.object({
  person: text,
  action: text,
  target: text,
  outcome: z.enum(AUDIT_OUTCOMES).optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type AuditFilter = z.infer<typeof AuditFilter>;
