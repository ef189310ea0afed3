import "server-only";
import { createHash, randomUUID } from "node:crypto";
import type { UpstreamCall } from "@/lib/audit/model";
import type { Role } from "@/lib/platform/permissions";
import type { ProblemCode } from "@/lib/platform/result";
import { appendRows, type NewRow } from "./audit-append";

/** What the ledger says in the end; `unknown` may still be cleared up by a reconciler. */
export type Outcome = "applied" | "refused" | "failed" | "unknown";

/** What somebody is about to do. */
export interface Intent {
  person: { id: string; name: string; email: string; role: Role };
  action: string;
  target?: string;
  why?: string;
  input?: unknown;
  requestId: string;
}

export interface Settlement {
  outcome: Outcome;
  problemCode?: ProblemCode;
  /** One sentence; for people. */
  message?: string;
  upstream?: UpstreamCall[];
  durationMs?: number;
  settledBy?: "action" | "reconciler";
}

const intentRow = (entryId: string, intent: Intent): NewRow => ({
  kind: "intent",
  entryId,
  personId: intent.person.id,
  personName: intent.person.name,
  personEmail: intent.person.email,
  personRole: intent.person.role,
  action: intent.action,
  target: intent.target ?? null,
  why: intent.why || null,
  input: intent.input ?? null,
  requestId: intent.requestId,
});

const settleRow = (entryId: string, settlement: Settlement): NewRow => ({
  kind: "settle",
  entryId,
  outcome: settlement.outcome,
  problemCode: settlement.problemCode ?? null,
  message: settlement.message ?? null,
  upstream: settlement.upstream?.length ? settlement.upstream : null,
  durationMs: settlement.durationMs === undefined ? null : Math.round(settlement.durationMs),
  settledBy: settlement.settledBy ?? "action",
});

/** Writes what is about to be done, before it is. Gives the entry's id. Throws what Postgres says. */
export async function writeIntent(intent: Intent): Promise<string> {
  const entryId = randomUUID();
  await appendRows([intentRow(entryId, intent)]);
  return entryId;
}

/**
 * The same for what may be begun once only, whoever tries and however often: the entry's id is made of
 * `key`, and the ledger takes one intent per id.
 * @returns `fresh` false when it was begun before; nothing is written then
 */
export async function writeIntentOnce(
  intent: Intent,
  key: string,
): Promise<{ entryId: string; fresh: boolean }> {
  const entryId = entryIdOf(key);
  try {
    await appendRows([intentRow(entryId, intent)]);
    return { entryId, fresh: true };
  } catch (error) {
    if (isUniqueViolation(error)) return { entryId, fresh: false };
    throw error;
  }
}

/** A UUID (version 8) out of the SHA-256 of the key. */
export function entryIdOf(key: string): string {
  const hex = createHash("sha256").update(key).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/**
 * Writes how an entry ended.
 * @returns false when a known outcome is there already (the reconciler and a late action met).
 */
export async function settle(entryId: string, settlement: Settlement): Promise<boolean> {
  try {
    await appendRows([settleRow(entryId, settlement)]);
    return true;
  } catch (error) {
    if (isUniqueViolation(error)) return false;
    throw error;
  }
}

/** Writes an action that was refused before it began: intent and outcome together. */
export async function writeRefusal(intent: Intent, settlement: Settlement): Promise<string> {
  const entryId = randomUUID();
  await appendRows([intentRow(entryId, intent), settleRow(entryId, settlement)]);
  return entryId;
}

function isUniqueViolation(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause)
    if ((at as { code?: unknown }).code === "23505") return true;
  return false;
}
