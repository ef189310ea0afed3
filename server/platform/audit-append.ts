import "server-only";
import { eq, sql } from "drizzle-orm";
import { hashRow, type LedgerContent } from "@/lib/audit/chain";
import { auditHead, auditLedger, type Db, inTransaction } from "@/server/db";
import { now } from "./clock";
import { log } from "./log";

/** Any fixed number: writers of the ledger queue on it, so that they make one chain. */
const LEDGER_LOCK = 727_002;

export type NewRow = Partial<Omit<LedgerContent, "seq" | "prevHash" | "at">> &
  Pick<LedgerContent, "kind" | "entryId">;

/** Adds rows to the ledger in one transaction: all of them or none. Throws what Postgres says. */
export async function appendRows(rows: NewRow[]): Promise<void> {
  const head = await inTransaction(async (tx) => {
    await tx.execute(sql`set local lock_timeout = '1500ms'`);
    await tx.execute(sql`select pg_advisory_xact_lock(${LEDGER_LOCK})`);
    // A statement of its own: its snapshot must be younger than the lock.
    let last = await readHead(tx);
    for (const row of rows) last = await appendRow(tx, row, last);
    return last;
  });
  // The log leaves this machine, so a head in it also pins the ledger outside of the database.
  log().info({ seq: head.seq, hash: head.hash }, "audit head");
}

async function readHead(tx: Db): Promise<{ seq: number; hash: string }> {
  const [head] = await tx
    .select({ seq: auditHead.seq, hash: auditHead.hash })
    .from(auditHead)
    .where(eq(auditHead.id, 1));
  if (!head) throw new Error("The audit ledger has no head record.");
  return head;
}

async function appendRow(tx: Db, row: NewRow, last: { seq: number; hash: string }) {
  const content: LedgerContent = {
    seq: last.seq + 1,
    kind: row.kind,
    entryId: row.entryId,
    at: now().toISOString(),
    personId: storable(row.personId),
    personName: storable(row.personName),
    personEmail: storable(row.personEmail),
    personRole: storable(row.personRole),
    action: storable(row.action),
    target: storable(row.target),
    why: storable(row.why),
    input: storableJson(row.input),
    requestId: storable(row.requestId),
    outcome: storable(row.outcome),
    problemCode: storable(row.problemCode),
    message: storable(row.message),
    upstream: storableJson(row.upstream),
    durationMs: row.durationMs ?? null,
    settledBy: storable(row.settledBy),
    prevHash: last.hash,
  };
  const hash = await hashRow(content);
  await tx.insert(auditLedger).values({ ...content, at: new Date(content.at), hash });
  return { seq: content.seq, hash };
}

/** Postgres stores neither NUL nor half a surrogate pair; hashed must be what is stored. */
function storable(text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null;
  return text.replaceAll("\u0000", "\ufffd").toWellFormed().slice(0, 2_000).toWellFormed();
}

const MAX_JSON = 8_000;

function storableJson(value: unknown): unknown {
  if (value === null || value === undefined) return null;
  const json = JSON.stringify(value, (_key, member) =>
    typeof member === "string" ? storable(member) : member,
  );
  if (json === undefined) return null;
  // Keys cannot be cleaned by a replacer; such input is no action's.
  if (json.length > MAX_JSON || /\\u0000|\\ud[89a-f]/i.test(json)) return { omitted: "too large" };
  return JSON.parse(json);
}
