/**
 * How the audit ledger is chained: each row's hash is SHA-256 over the canonical JSON of its content,
 * its number and the hash of the row before. Imports nothing, so that the verifier runs on its own.
 */

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

/** JSON with sorted keys, no spaces, absent members left out: the same text for the same value. */
export function canonicalJson(value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (typeof value === "number") return Number.isFinite(value) ? JSON.stringify(value) : "null";
  if (typeof value !== "object") return JSON.stringify(value) ?? "null";
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(",")}}`;
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
