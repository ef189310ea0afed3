import "server-only";

import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";

const at = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" });

/** People who may sign in. `provider` is `local` or an OpenID issuer; `subject` is theirs within it. */
export const users = pgTable(
  "users",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    provider: text("provider").notNull(),
    subject: text("subject").notNull(),
    email: text("email").notNull(),
    name: text("name").notNull(),
    role: text("role").notNull(),
    /** argon2id, local accounts only. */
    passwordHash: text("password_hash"),
    createdAt: at("created_at").notNull().defaultNow(),
    updatedAt: at("updated_at").notNull().defaultNow(),
    lastSignInAt: at("last_sign_in_at"),
    disabledAt: at("disabled_at"),
  },
  (table) => [
    uniqueIndex("users_provider_subject").on(table.provider, table.subject),
    check("users_role", sql`${table.role} in ('viewer', 'operator', 'approver', 'admin')`),
  ],
);

/** Sessions that were signed out before they expired; kept until they would have expired. */
export const revokedSessions = pgTable(
  "revoked_sessions",
  {
    id: text("id").primaryKey(),
    revokedAt: at("revoked_at").notNull().defaultNow(),
    expiresAt: at("expires_at").notNull(),
  },
  (table) => [index("revoked_sessions_expires_at").on(table.expiresAt)],
);

/**
 * The audit ledger. Rows are only ever added (a trigger refuses the rest): an `intent` row before
 * the effect, then `settle` rows that say how it ended. `hash` covers the row and `prevHash`.
 */
export const auditLedger = pgTable(
  "audit_ledger",
  {
    seq: bigint("seq", { mode: "number" }).primaryKey(),
    kind: text("kind", { enum: ["intent", "settle"] }).notNull(),
    /** The intent's id; its settle rows carry the same. */
    entryId: uuid("entry_id").notNull(),
    at: at("at").notNull(),
    personId: text("person_id"),
    personName: text("person_name"),
    personEmail: text("person_email"),
    personRole: text("person_role"),
    action: text("action"),
    target: text("target"),
    why: text("why"),
    input: jsonb("input"),
    requestId: text("request_id"),
    outcome: text("outcome"),
    problemCode: text("problem_code"),
    message: text("message"),
    /** `[{service, operation, requestId?}]` */
    upstream: jsonb("upstream"),
    durationMs: integer("duration_ms"),
    settledBy: text("settled_by"),
    prevHash: text("prev_hash").notNull(),
    hash: text("hash").notNull(),
  },
  (table) => [
    uniqueIndex("audit_ledger_one_intent").on(table.entryId).where(sql`${table.kind} = 'intent'`),
    // An entry may be `unknown` first and be cleared up later; a known outcome is said once.
    uniqueIndex("audit_ledger_one_known_outcome")
      .on(table.entryId)
      .where(sql`${table.kind} = 'settle' and ${table.outcome} <> 'unknown'`),
    index("audit_ledger_entry").on(table.entryId, table.seq),
    index("audit_ledger_outcome_seq")
      .on(table.outcome, table.seq)
      .where(sql`${table.kind} = 'settle'`),
    index("audit_ledger_at").on(table.at),
    index("audit_ledger_person").on(table.personEmail, table.seq),
    index("audit_ledger_action").on(table.action, table.seq),
    check("audit_ledger_kind", sql`${table.kind} in ('intent', 'settle')`),
    check(
      "audit_ledger_outcome",
      sql`(${table.kind} = 'intent' and ${table.outcome} is null) or (${table.kind} = 'settle' and ${table.outcome} in ('applied', 'refused', 'failed', 'unknown'))`,
    ),
  ],
);

/** The last row of the ledger, kept apart so that a cut-off tail is noticed. One row, `id` = 1. */
export const auditHead = pgTable(
  "audit_head",
  {
    id: integer("id").primaryKey(),
    seq: bigint("seq", { mode: "number" }).notNull(),
    hash: text("hash").notNull(),
    updatedAt: at("updated_at").notNull(),
  },
  (table) => [check("audit_head_one_row", sql`${table.id} = 1`)],
);
