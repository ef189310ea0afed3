import "server-only";

import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  real,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type {
  Analysis,
  Decision,
  NodeImage,
  Outcome,
  ProposedChange,
  UpdateRecord,
} from "@/lib/ami-updates/model";
import type { AmiNotice } from "@/lib/ami-updates/notice";
import type { KeyKind } from "@/lib/prompt-cache/key";
import type { NamespaceSettings } from "@/lib/prompt-cache/namespace";

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

/** The prompt cache's namespaces: who shares answers with whom, and how. */
export const promptNamespaces = pgTable(
  "prompt_namespaces",
  {
    name: text("name").primaryKey(),
    /** Grows when nothing stored before may be served any more; part of every Redis key. */
    generation: integer("generation").notNull().default(1),
    settings: jsonb("settings").$type<NamespaceSettings>().notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
    updatedAt: at("updated_at").notNull().defaultNow(),
    /** The person's e-mail address, or `seed`. */
    updatedBy: text("updated_by").notNull(),
    /** Kept with its generation, so that a namespace of the same name never meets old answers. */
    deletedAt: at("deleted_at"),
  },
  (table) => [
    check("prompt_namespaces_name", sql`${table.name} ~ '^[a-z][a-z0-9-]{0,39}$'`),
    check("prompt_namespaces_generation", sql`${table.generation} > 0`),
  ],
);

/** Keys of the prompt cache's two doors. Revoked ones are kept: requests and the ledger name them. */
export const promptKeys = pgTable(
  "prompt_keys",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    name: text("name").notNull(),
    kind: text("kind").$type<KeyKind>().notNull(),
    /** What a person recognises the key by; never enough to use it. */
    hint: text("hint").notNull(),
    /**
     * SHA-256 of a bearer token, hex. The token is 32 random bytes, so there is nothing to guess that
     * a slow hash would protect, and each request has to be verified in microseconds.
     */
    tokenHash: text("token_hash"),
    accessKeyId: text("access_key_id"),
    /** A signing secret, encrypted: verifying a signature needs the secret itself, not its hash. */
    sealedSecret: text("sealed_secret"),
    namespaces: text("namespaces").array().notNull(),
    ratePerMinute: integer("rate_per_minute").notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
    /** The person's e-mail address, or `seed`. */
    createdBy: text("created_by").notNull(),
    lastUsedAt: at("last_used_at"),
    revokedAt: at("revoked_at"),
    revokedBy: text("revoked_by"),
  },
  (table) => [
    uniqueIndex("prompt_keys_token_hash").on(table.tokenHash),
    uniqueIndex("prompt_keys_access_key_id").on(table.accessKeyId),
    check(
      "prompt_keys_kind",
      sql`(${table.kind} = 'bearer' and ${table.tokenHash} is not null and ${table.accessKeyId} is null and ${table.sealedSecret} is null)
        or (${table.kind} = 'signing' and ${table.tokenHash} is null and ${table.accessKeyId} is not null and ${table.sealedSecret} is not null)`,
    ),
  ],
);

/** What people said about pairs of prompts. One word per pair, the last one; the ledger keeps the others. */
export const promptLabels = pgTable(
  "prompt_labels",
  {
    namespace: text("namespace").notNull(),
    /** Digest of both normalised prompts (`pairId`), so that the engine can ask for it without their text. */
    pairId: text("pair_id").notNull(),
    asked: text("asked").notNull(),
    stored: text("stored").notNull(),
    score: real("score").notNull(),
    label: text("label").$type<"right" | "wrong">().notNull(),
    labelledBy: text("labelled_by").notNull(),
    labelledAt: at("labelled_at").notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.namespace, table.pairId] }),
    index("prompt_labels_wrong").on(table.namespace).where(sql`${table.label} = 'wrong'`),
    check("prompt_labels_label", sql`${table.label} in ('right', 'wrong')`),
  ],
);

/**
 * AMI updates: one row for each way of a target from one image to another. GitHub and the cluster
 * stay the source of truth; this is what was found, decided and seen, for history and calibration.
 */
export const amiUpdates = pgTable(
  "ami_updates",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    cluster: text("cluster").notNull(),
    nodeClass: text("node_class").notNull(),
    environment: text("environment").notNull(),
    /** Image id or alias in Git before and after: what makes the way this one. */
    fromKey: text("from_key").notNull(),
    toKey: text("to_key").notNull(),
    from: jsonb("from_image").$type<NodeImage>().notNull(),
    to: jsonb("to_image").$type<NodeImage & { release: string }>().notNull(),
    dryRun: boolean("dry_run").notNull().default(false),
    startedBy: text("started_by").notNull(),
    analysis: jsonb("analysis").$type<Analysis>(),
    proposal: jsonb("proposal").$type<ProposedChange>(),
    pullNumber: integer("pull_number"),
    pullUrl: text("pull_url"),
    decision: text("decision").$type<Decision>(),
    /** E-mail address, `github:<login>`, or `policy`. */
    decidedBy: text("decided_by"),
    decidedAt: at("decided_at"),
    comment: text("comment"),
    mergeCommit: text("merge_commit"),
    override: jsonb("override").$type<NonNullable<UpdateRecord["override"]>>(),
    outcome: text("outcome").$type<Outcome>(),
    outcomeAt: at("outcome_at"),
    outcomeWhy: text("outcome_why"),
    problem: text("problem"),
    createdAt: at("created_at").notNull().defaultNow(),
    updatedAt: at("updated_at").notNull().defaultNow(),
  },
  (table) => [
    // A second run of the same way finds the row of the first. Dry runs may be repeated.
    uniqueIndex("ami_updates_one_way")
      .on(table.cluster, table.nodeClass, table.fromKey, table.toKey)
      .where(sql`not ${table.dryRun} and ${table.decision} is null`),
    index("ami_updates_target").on(table.cluster, table.nodeClass, table.createdAt),
    index("ami_updates_created").on(table.createdAt, table.id),
    check(
      "ami_updates_decision",
      sql`${table.decision} in ('merged', 'closed', 'superseded', 'auto_merged')`,
    ),
    check(
      "ami_updates_outcome",
      sql`${table.outcome} in ('verified', 'stuck', 'regressed', 'reverted')`,
    ),
  ],
);

/** Every analysis that was made, the older ones of an update too: re-analysing must not lose what was said. */
export const amiAnalyses = pgTable(
  "ami_analyses",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    updateId: uuid("update_id")
      .notNull()
      .references(() => amiUpdates.id),
    analysis: jsonb("analysis").$type<Analysis>().notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (table) => [index("ami_analyses_update").on(table.updateId, table.createdAt)],
);

/** Who said that a skipped image may be proposed again, and why. */
export const amiSkipLifts = pgTable(
  "ami_skip_lifts",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    cluster: text("cluster").notNull(),
    nodeClass: text("node_class").notNull(),
    image: text("image").notNull(),
    liftedBy: text("lifted_by").notNull(),
    reason: text("reason").notNull(),
    liftedAt: at("lifted_at").notNull().defaultNow(),
  },
  (table) => [index("ami_skip_lifts_target").on(table.cluster, table.nodeClass, table.image)],
);

/** What people are told: written before it is sent, once per update, kind and channel; then the log of it. */
export const amiNotifications = pgTable(
  "ami_notifications",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    updateId: uuid("update_id")
      .notNull()
      .references(() => amiUpdates.id),
    kind: text("kind").notNull(),
    channel: text("channel").notNull(),
    notice: jsonb("notice").$type<AmiNotice>().notNull(),
    state: text("state").$type<"pending" | "sent" | "failed">().notNull().default("pending"),
    attempts: integer("attempts").notNull().default(0),
    lastError: text("last_error"),
    /** Not before this: the next try, or the end of the lease of whoever is at it. */
    dueAt: at("due_at").notNull().defaultNow(),
    createdAt: at("created_at").notNull().defaultNow(),
    sentAt: at("sent_at"),
  },
  (table) => [
    uniqueIndex("ami_notifications_once").on(table.updateId, table.kind, table.channel),
    index("ami_notifications_due").on(table.dueAt).where(sql`${table.state} = 'pending'`),
    check("ami_notifications_state", sql`${table.state} in ('pending', 'sent', 'failed')`),
  ],
);

/** Deliveries of GitHub's webhook that were taken, so that one that comes again changes nothing. */
export const amiWebhookDeliveries = pgTable(
  "ami_webhook_deliveries",
  {
    id: text("id").primaryKey(),
    event: text("event").notNull(),
    receivedAt: at("received_at").notNull().defaultNow(),
  },
  (table) => [index("ami_webhook_deliveries_received").on(table.receivedAt)],
);

export * from "./schema-agents";
