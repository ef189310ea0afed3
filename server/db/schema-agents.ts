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
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type { Approval } from "@/lib/agents/approval";
import type { AgentFiles } from "@/lib/agents/config";
import type { JournalEvent, StopReason } from "@/lib/agents/events";
import type { IsolationLevel } from "@/lib/agents/isolation";
import type { AgentHome, Limits, ModelChoice, SessionState } from "@/lib/agents/session";
import type { Span } from "@/lib/agents/trace";

const at = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" });

/** Versions of agents: each is the whole folder. Nothing is changed or removed; the newest counts. */
export const agentVersions = pgTable(
  "agent_versions",
  {
    name: text("name").notNull(),
    version: integer("version").notNull(),
    files: jsonb("files").$type<AgentFiles>().notNull(),
    hash: text("hash").notNull(),
    /** The person's e-mail address, or `folder`. */
    savedBy: text("saved_by").notNull(),
    savedAt: at("saved_at").notNull().defaultNow(),
    note: text("note"),
  },
  (table) => [
    primaryKey({ columns: [table.name, table.version] }),
    check("agent_versions_version", sql`${table.version} > 0`),
  ],
);

/** Sessions with agents, and which process runs each. */
export const agentSessions = pgTable(
  "agent_sessions",
  {
    id: text("id").primaryKey(),
    /** Name, or ARN on AgentCore. */
    agent: text("agent").notNull(),
    version: integer("version"),
    home: jsonb("home").$type<AgentHome>().notNull(),
    title: text("title").notNull(),
    ownerId: text("owner_id").notNull(),
    ownerName: text("owner_name").notNull(),
    ownerEmail: text("owner_email").notNull(),
    state: text("state").$type<SessionState>().notNull().default("idle"),
    mode: text("mode").$type<"act" | "plan">().notNull(),
    model: jsonb("model").$type<ModelChoice>().notNull(),
    limits: jsonb("limits").$type<Limits>().notNull(),
    shared: boolean("shared").notNull().default(false),
    forkedFrom: jsonb("forked_from").$type<{ sessionId: string; seq: number }>(),
    isolation: text("isolation").$type<IsolationLevel>(),
    usedTurns: integer("used_turns").notNull().default(0),
    usedInputTokens: bigint("used_input_tokens", { mode: "number" }).notNull().default(0),
    usedOutputTokens: bigint("used_output_tokens", { mode: "number" }).notNull().default(0),
    usedNanoUsd: bigint("used_nano_usd", { mode: "number" }).notNull().default(0),
    /** Answers whose price nobody knew. */
    usedUnpriced: integer("used_unpriced").notNull().default(0),
    usedMs: bigint("used_ms", { mode: "number" }).notNull().default(0),
    lastStop: text("last_stop").$type<StopReason>(),
    problem: text("problem"),
    /** The journal's last line; taking the next number locks this row. */
    lastSeq: integer("last_seq").notNull().default(0),
    runId: uuid("run_id"),
    /** The process that runs it, and until when it says so. */
    runOwner: text("run_owner"),
    leaseUntil: at("lease_until"),
    stopRequestedBy: text("stop_requested_by"),
    requestKey: uuid("request_key"),
    createdAt: at("created_at").notNull().defaultNow(),
    updatedAt: at("updated_at").notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex("agent_sessions_request").on(table.ownerId, table.requestKey),
    index("agent_sessions_agent").on(table.agent, table.updatedAt),
    index("agent_sessions_owner").on(table.ownerId, table.updatedAt),
    index("agent_sessions_updated").on(table.updatedAt, table.id),
    index("agent_sessions_at_work")
      .on(table.state, table.leaseUntil)
      .where(sql`${table.state} in ('running', 'waiting')`),
    check("agent_sessions_id", sql`${table.id} ~ '^ses_[0-9a-f]{32}$'`),
    check("agent_sessions_state", sql`${table.state} in ('idle', 'running', 'waiting', 'failed')`),
    check("agent_sessions_mode", sql`${table.mode} in ('act', 'plan')`),
  ],
);

/** The journals of sessions. A trigger refuses to change or delete a line. */
export const agentEvents = pgTable(
  "agent_events",
  {
    sessionId: text("session_id")
      .notNull()
      .references(() => agentSessions.id),
    seq: integer("seq").notNull(),
    at: at("at").notNull(),
    runId: uuid("run_id"),
    event: jsonb("event").$type<JournalEvent>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.sessionId, table.seq] })],
);

/** Calls that waited for a person. The arguments are here alone: a browser only names the row. */
export const agentApprovals = pgTable(
  "agent_approvals",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    sessionId: text("session_id")
      .notNull()
      .references(() => agentSessions.id),
    runId: uuid("run_id").notNull(),
    toolUseId: text("tool_use_id").notNull(),
    agent: text("agent").notNull(),
    tool: text("tool").notNull(),
    class: text("class").$type<Approval["class"]>().notNull(),
    /** As JSON text, so that what is hashed is what is kept. */
    input: text("input").notNull(),
    askedInput: text("asked_input"),
    argumentsHash: text("arguments_hash").notNull(),
    preview: jsonb("preview").$type<Approval["preview"]>().notNull(),
    rule: text("rule").notNull(),
    requestedById: text("requested_by_id").notNull(),
    requestedByName: text("requested_by_name").notNull(),
    requestedByEmail: text("requested_by_email").notNull(),
    requestedAt: at("requested_at").notNull().defaultNow(),
    expiresAt: at("expires_at").notNull(),
    who: text("who").$type<Approval["who"]>().notNull(),
    /** What deciding it needs beside `agent.approve`. */
    permission: text("permission").$type<Approval["permission"]>(),
    /** `answer`: a person's answer is the result of the call. */
    asks: text("asks").$type<NonNullable<Approval["asks"]>>().notNull().default("decision"),
    state: text("state").$type<Approval["state"]>().notNull().default("pending"),
    decidedBy: jsonb("decided_by").$type<NonNullable<Approval["decidedBy"]>>(),
    decidedAt: at("decided_at"),
    reason: text("reason"),
    usedAt: at("used_at"),
  },
  (table) => [
    uniqueIndex("agent_approvals_call").on(table.sessionId, table.toolUseId),
    index("agent_approvals_pending").on(table.expiresAt).where(sql`${table.state} = 'pending'`),
    check(
      "agent_approvals_state",
      sql`${table.state} in ('pending', 'approved', 'denied', 'expired', 'used', 'void')`,
    ),
    check("agent_approvals_class", sql`${table.class} in ('read', 'change', 'destroy')`),
  ],
);

/** What agents keep about people's work over sessions; a person may read and delete theirs. */
export const agentMemories = pgTable(
  "agent_memories",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    agent: text("agent").notNull(),
    personId: text("person_id").notNull(),
    text: text("text").notNull(),
    sessionId: text("session_id"),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (table) => [
    index("agent_memories_of").on(table.agent, table.personId, table.createdAt),
    index("agent_memories_text").using("gin", sql`to_tsvector('simple', ${table.text})`),
  ],
);

/** OpenTelemetry spans of runs, redacted before they are kept. */
export const agentSpans = pgTable(
  "agent_spans",
  {
    traceId: text("trace_id").notNull(),
    spanId: text("span_id").notNull(),
    sessionId: text("session_id").notNull(),
    runId: uuid("run_id").notNull(),
    /** Unix time in nanoseconds. */
    startNs: bigint("start_ns", { mode: "bigint" }).notNull(),
    span: jsonb("span").$type<Span>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.traceId, table.spanId] }),
    index("agent_spans_session").on(table.sessionId, table.startNs),
  ],
);

/** Agents that are no longer offered: a row goes when its agent is brought back. Their versions stay. */
export const agentRetirements = pgTable("agent_retirements", {
  agent: text("agent").primaryKey(),
  by: text("by").notNull(),
  reason: text("reason").notNull(),
  at: at("at").notNull().defaultNow(),
});

/** The kill switch: a row keeps an agent (`*`: all) from running. */
export const agentSwitches = pgTable("agent_switches", {
  agent: text("agent").primaryKey(),
  by: text("by").notNull(),
  reason: text("reason").notNull(),
  at: at("at").notNull().defaultNow(),
});
