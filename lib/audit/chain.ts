/**
 * How the audit ledger is chained: each row's hash is SHA-256 over the canonical JSON of its content,
 * its number and the hash of the row before. Imports by file name, so that the verifier runs on its own.
 */
import { canonicalJson } from "../platform/canonical-json.ts";

/** The hash "before" the first row. */
export const GENESIS_HASH = "0".repeat(64);

/** What a row says; absent fields are null. `at` is ISO 8601 in UTC with milliseconds. */
export interface LedgerContent {
  seq: number;
  kind: "intent" | "settle";
  entryId: string;
  at: string;
  personId: string | null;
  personName: string | null;
  personEmail: string | null;
  personRole: string | null;
  action: string | null;
  target: string | null;
  why: string | null;
  input: unknown;
  requestId: string | null;
  outcome: string | null;
  problemCode: string | null;
  message: string | null;
  upstream: unknown;
  durationMs: number | null;
  settledBy: string | null;
  prevHash: string;
}

export interface LedgerRow extends LedgerContent {
  hash: string;
}

/** Hex SHA-256 of the row's content, `prevHash` included. Other members of `row` are not covered. */
export async function hashRow(row: LedgerContent): Promise<string> {
  const content: LedgerContent = {
    seq: row.seq,
    kind: row.kind,
    entryId: row.entryId,
    at: row.at,
    personId: row.personId,
    personName: row.personName,
    personEmail: row.personEmail,
    personRole: row.personRole,
    action: row.action,
    target: row.target,
    why: row.why,
    input: row.input,
    requestId: row.requestId,
    outcome: row.outcome,
    problemCode: row.problemCode,
    message: row.message,
    upstream: row.upstream,
    durationMs: row.durationMs,
    settledBy: row.settledBy,
    prevHash: row.prevHash,
  };
  const bytes = new TextEncoder().encode(canonicalJson(content));
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
