import "server-only";
import {
  and,
  desc,
  eq,
  gte,
  ilike,
  isNotNull,
  isNull,
  lt,
  lte,
  or,
  type SQL,
  sql,
} from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { AuditEntry, AuditFilter, AuditPage, UpstreamCall } from "@/lib/audit/model";
import { auditLedger, databaseProblem, db } from "@/server/db";
import { now } from "@/server/platform/clock";
import type { Ctx } from "@/server/platform/ctx";
import { OPEN_AFTER_MS } from "@/server/platform/reconcile";

const intent = alias(auditLedger, "intent");
const settled = alias(auditLedger, "settled");

/** The last word on the entry: a known outcome after an unknown one counts. */
const isLastWord = sql`${settled.seq} = (
  select max(later.seq) from audit_ledger later
  where later.entry_id = ${intent.entryId} and later.kind = 'settle')`;

/**
 * Nobody said yet what became of it. As a difference of sets it is found by one pass over two indexes;
 * as `not exists`, which the planner takes for common, it is asked of every entry.
 */
const hasNoKnownOutcome = sql`${intent.entryId} in (
  select entry_id from audit_ledger where kind = 'intent'
  except all
  select entry_id from audit_ledger where kind = 'settle' and outcome <> 'unknown')`;

/**
 * One page of the ledger, newest first, intents and outcomes folded. Needs `audit.read`, which the
 * caller has checked. Throws AppError upstream when the database is away.
 */
export async function readAuditEntries({
  input,
}: {
  ctx: Ctx;
  input: AuditFilter;
}): Promise<AuditPage> {
  const oldest = oldestRunning();
  const rows = await entriesQuery(input, oldest).catch((error) => {
    throw databaseProblem(error, "The audit ledger is shown again as soon as it does");
  });
  const page = rows.slice(0, input.limit);
  const next = rows.length > input.limit ? page.at(-1)?.intent.seq : undefined;
  return {
    entries: page.map((row) => toEntry(row.intent, row.settled, oldest)),
    ...(next !== undefined && { next }),
  };
}

/**
 * The query behind a page, not yet run: one row more than the page holds tells that there is a next.
 * @param oldest what began before it and has no outcome is unknown, what began since still runs
 */
export const entriesQuery = (input: AuditFilter, oldest = oldestRunning()) =>
  db()
    .select({ intent, settled })
    .from(intent)
    .leftJoin(settled, and(eq(settled.entryId, intent.entryId), isLastWord))
    .where(and(eq(intent.kind, "intent"), ...conditions(input, oldest)))
    .orderBy(desc(intent.seq))
    .limit(input.limit + 1);

const oldestRunning = () => new Date(now().getTime() - OPEN_AFTER_MS);

type Row = typeof auditLedger.$inferSelect;

function conditions(filter: AuditFilter, oldest: Date): (SQL | undefined)[] {
  return [
    filter.before ? lt(intent.seq, filter.before) : undefined,
    filter.person
      ? or(
          ilike(intent.personEmail, contains(filter.person)),
          ilike(intent.personName, contains(filter.person)),
        )
      : undefined,
    filter.action ? eq(intent.action, filter.action) : undefined,
    filter.target ? ilike(intent.target, contains(filter.target)) : undefined,
    filter.from ? gte(intent.at, new Date(filter.from)) : undefined,
    filter.to ? lte(intent.at, new Date(filter.to)) : undefined,
    outcomeIs(filter.outcome, oldest),
  ];
}

function outcomeIs(outcome: AuditFilter["outcome"], oldest: Date): SQL | undefined {
  if (!outcome) return undefined;
  if (outcome === "running") return and(isNull(settled.outcome), gte(intent.at, oldest));
  // Without the first condition the last word on every entry of the ledger would be looked up, one by one.
  if (outcome === "unknown")
    return and(hasNoKnownOutcome, or(isNotNull(settled.outcome), lt(intent.at, oldest)));
  // A known outcome is said once per entry, so the index on outcomes finds its entries.
  return sql`${intent.entryId} in (
    select known.entry_id from audit_ledger known
    where known.kind = 'settle' and known.outcome = ${outcome})`;
}

/** `%` and `_` of what somebody typed are meant as they are. */
const contains = (text: string): string => `%${text.replace(/[\\%_]/g, "\\$&")}%`;

function toEntry(row: Row, end: Row | null, oldest: Date): AuditEntry {
  const open = row.at < oldest ? "unknown" : "running";
  return {
    id: row.entryId,
    seq: row.seq,
    at: row.at.toISOString(),
    person: {
      id: row.personId ?? "",
      name: row.personName ?? "",
      email: row.personEmail ?? "",
      role: row.personRole ?? "",
    },
    action: row.action ?? "",
    target: row.target ?? undefined,
    why: row.why ?? undefined,
    input: row.input ?? undefined,
    requestId: row.requestId ?? "",
    outcome: (end?.outcome as AuditEntry["outcome"] | undefined) ?? open,
    message: end?.message ?? undefined,
    problemCode: end?.problemCode ?? undefined,
    upstream: Array.isArray(end?.upstream) ? (end.upstream as UpstreamCall[]) : [],
    durationMs: end?.durationMs ?? undefined,
    settledAt: end?.at.toISOString(),
    settledBy: end?.settledBy ?? undefined,
  };
}
