import "server-only";
import type { Approval, EffectPreview } from "@/lib/agents/approval";
import type { AgentDefinition, AgentFiles } from "@/lib/agents/config";
import type {
  JournalEntry,
  JournalEvent,
  Json,
  SessionMode,
  StopReason,
  ToolResultPart,
} from "@/lib/agents/events";
import type { Isolation, SandboxLimits } from "@/lib/agents/isolation";
import type { Memory } from "@/lib/agents/memory";
import type {
  AgentHome,
  Budget,
  Limits,
  ModelChoice,
  Owner,
  Session,
  SessionState,
} from "@/lib/agents/session";
import type { ToolClass, ToolSource, Unresolved } from "@/lib/agents/tool";
import type { Span } from "@/lib/agents/trace";
import type { RetiredAgent, SessionFile, SwitchedOff, VersionView } from "@/lib/agents/views";
import type { Permission } from "@/lib/platform/permissions";
import type { Person } from "@/server/platform/ctx";

/**
 * What the workflow stands on. The engine knows no environment variable, no cookie and no framework:
 * the console, the runtime process (`runtime/`) and tests each put these together.
 */
export interface AgentParts {
  definitions: Definitions;
  sessions: SessionStore;
  journal: Journal;
  approvals: ApprovalStore;
  memories: MemoryStore;
  spans: SpanStore;
  switches: SwitchStore;
  workspaces: Workspaces;
  /** The person as they stand now, role included; undefined when they may no longer sign in. @throws AppError upstream */
  personById(id: string): Promise<Person | undefined>;
  now(): Date;
}

/** Agents and their versions. Folders on disk are taken in as versions when their content changed. */
export interface Definitions {
  /** Those that are offered. */
  list(): Promise<AgentDefinition[]>;
  /** The newest version unless one is named, also of a retired agent. @throws AppError not_found */
  read(name: string, version?: number): Promise<AgentDefinition>;
  versions(name: string): Promise<VersionView[]>;
  /** @throws AppError invalid with the file and key; stale when `basedOn` is not the newest any more; conflict when it is retired */
  save(
    name: string,
    files: AgentFiles,
    by: { savedBy: string; basedOn?: number; note?: string },
  ): Promise<AgentDefinition>;
  /** Offers it no more. @throws AppError not_found; stale when `version` is not the newest any more; conflict when it is retired */
  retire(
    name: string,
    given: { version: number; by: string; reason: string; at: string },
  ): Promise<void>;
  /** Offers it again as that version says; gives the version in force. @throws AppError not_found, conflict, invalid */
  bringBack(name: string, version: number, savedBy: string): Promise<number>;
  /** The last one first. */
  retired(): Promise<RetiredAgent[]>;
  /** Whether `SWITCHYARD_AGENTS_DIR` has a folder of it. */
  inFolder(name: string): boolean;
  /** Folders that could not be read, one sentence each. */
  problems(): Promise<{ name: string; why: string }[]>;
}

export interface NewSession {
  id: string;
  agent: string;
  version?: number;
  home: AgentHome;
  title: string;
  owner: Owner;
  mode: SessionMode;
  model: ModelChoice;
  limits: Limits;
  forkedFrom?: { sessionId: string; seq: number };
  requestKey?: string;
}

/** PostgreSQL. Every write is guarded, so that two processes do not undo each other. */
export interface SessionStore {
  /** With the same `requestKey` and owner it gives the session that is there already. */
  create(session: NewSession): Promise<Session>;
  /** @throws AppError not_found */
  byId(id: string): Promise<Session>;
  /** Newest first. `visibleTo`: theirs and shared ones; absent: all. `text` searches titles and what was said. */
  list(query: {
    agent?: string;
    visibleTo?: string;
    state?: SessionState;
    text?: string;
    limit: number;
    before?: string;
  }): Promise<Session[]>;
  /**
   * Takes the session for a run: one run at a time in the whole fleet. False when another one has it.
   * The lease ends by itself when its process dies.
   */
  claim(id: string, run: { runId: string; owner: string; leaseMs: number }): Promise<boolean>;
  /** False when the lease was lost: stop at once. Also says whether somebody wants it stopped. */
  renew(
    id: string,
    run: { runId: string; owner: string; leaseMs: number },
  ): Promise<{ held: boolean; stopRequestedBy?: string }>;
  /** Ends the run; `waiting` keeps `runId`, so that the same run goes on after the decision. */
  release(
    id: string,
    run: { runId: string; owner: string },
    end: { state: SessionState; lastStop?: StopReason; problem?: string },
  ): Promise<void>;
  /** Adds to what was used. */
  use(id: string, amount: Partial<Budget>): Promise<Session>;
  requestStop(id: string, by: string): Promise<void>;
  /** Claimed by a process that no longer renews: to be taken up. */
  orphaned(limit: number): Promise<Session[]>;
  /** `waiting` sessions all of whose calls are decided: to be taken up. */
  decided(limit: number): Promise<Session[]>;
  update(
    id: string,
    change: Partial<Pick<Session, "title" | "model" | "mode" | "shared" | "isolation">>,
  ): Promise<Session>;
}

/** The journal of sessions: append-only, the truth of what happened. */
export interface Journal {
  /** All or nothing, in this order; durable when it resolves. Followers in every process hear of it at once. */
  append(sessionId: string, events: JournalEvent[], runId?: string): Promise<JournalEntry[]>;
  read(
    sessionId: string,
    range?: { after?: number; upTo?: number; limit?: number },
  ): Promise<JournalEntry[]>;
  /** Entries after the cursor as they come, without a gap or a repeat, until the signal. */
  follow(sessionId: string, after: number, signal: AbortSignal): AsyncIterable<JournalEntry[]>;
}

export interface ApprovalStore {
  /** One per session and toolUseId; a second call gives the first's. */
  open(approval: Omit<Approval, "state">): Promise<Approval>;
  byId(id: string): Promise<Approval>;
  /** The one of a call, in whatever state. */
  ofCall(sessionId: string, toolUseId: string): Promise<Approval | undefined>;
  list(query: {
    sessionId?: string;
    state?: Approval["state"];
    limit: number;
  }): Promise<Approval[]>;
  /** False when it was not pending any more, or its hash is another. */
  decide(
    id: string,
    decision: Pick<Approval, "state" | "decidedBy" | "decidedAt" | "reason"> & {
      argumentsHash: string;
      edited?: Pick<Approval, "input" | "argumentsHash" | "preview">;
    },
  ): Promise<boolean>;
  /** Spends an approved one: true once and never again. */
  use(id: string, argumentsHash: string): Promise<boolean>;
  /** Pending ones whose time is over become `expired`; gives them. */
  expire(): Promise<Approval[]>;
  /** What still waits becomes void: the run was stopped. */
  voidAll(sessionId: string): Promise<void>;
}

export interface MemoryStore {
  add(memory: Omit<Memory, "id" | "createdAt">): Promise<Memory>;
  /** Newest first without a query, else by fit. Only this person's, only this agent's. */
  search(query: {
    agent: string;
    personId: string;
    text?: string;
    limit: number;
  }): Promise<Memory[]>;
  /** False when it was not theirs or not there. */
  forget(id: string, personId: string): Promise<boolean>;
}

export interface SpanStore {
  add(spans: Span[]): Promise<void>;
  ofSession(sessionId: string): Promise<Span[]>;
}

/** The kill switch: for one agent or for all. */
export interface SwitchStore {
  /** What keeps this agent from running: that it is retired, the switch for all, or its own. */
  of(agent: string): Promise<SwitchedOff | undefined>;
  /** The switches alone. */
  all(): Promise<SwitchedOff[]>;
  off(entry: SwitchedOff): Promise<void>;
  on(agent: string | undefined): Promise<void>;
}

/** A tool as the harness runs it, wherever it comes from. It knows nothing of the SDK. */
export interface AgentTool {
  name: string;
  description: string;
  /** JSON Schema of the arguments, an object. They are checked against it before anything else. */
  inputSchema: { type: "object" } & Record<string, unknown>;
  source: ToolSource;
  server?: string;
  /** The most that a call may be. */
  class: ToolClass;
  /** Stays within the session's own sandbox. */
  contained?: boolean;
  /** What the invoking person must have themselves. */
  permission?: Permission;
  /** The class of this very call, never above `class`. */
  classOf?(input: Json): ToolClass;
  /** For the approval card: the exact effect. Made again before the effect; see `evidenceHash`. */
  preview?(input: Json, call: ToolCall): Promise<EffectPreview>;
  /** @throws AppError whose sentence the model and the person read; the rest is folded into "failed" */
  run(input: Json, call: ToolCall): Promise<ToolOutcome>;
  /**
   * After a crash between start and finish: what became of it. Without this, `read` and contained
   * tools run again, and others are `unknown` and never repeated.
   */
  settle?(input: Json, call: ToolCall): Promise<ToolOutcome | "not_done" | "unknown">;
  /** Ends the turn and waits for a person's answer instead of running: an inline function without a command. */
  answeredByPerson?: boolean;
}

export interface ToolOutcome {
  status: "success" | "error";
  content: ToolResultPart[];
}

/** One call under way. */
export interface ToolCall {
  sessionId: string;
  agent: string;
  runId: string;
  toolUseId: string;
  /** The same for every try of this call, and for no other. */
  idempotencyKey: string;
  /** On whose behalf. Their role is read from the database at the moment of the call. */
  person: Person;
  /** The decision that it runs by, where one was needed. */
  approval?: Approval;
  workspace: Workspace;
  signal: AbortSignal;
  /** Live output for the panel; not for the model. */
  emit(output: { stream: "stdout" | "stderr"; text: string }): void;
}

/** A source of tools for one session. `close` ends what it started (servers, browsers, kernels). */
export type ToolProvider = (session: {
  definition: AgentDefinition;
  sessionId: string;
  person: Person;
  workspace: Workspace;
  signal: AbortSignal;
}) => Promise<ProvidedTools>;

export interface ProvidedTools {
  tools: AgentTool[];
  unresolved: Unresolved[];
  close?(): Promise<void>;
}

/**
 * Stands before every effect. `wait`: a request for a person is open. `run` has spent the approval,
 * where one was needed, and gives the arguments that were approved.
 */
export interface Gate {
  admit(
    tool: AgentTool,
    input: Json,
    call: ToolCall & { mode: SessionMode; definition: AgentDefinition },
  ): Promise<
    | { verdict: "run"; input: Json; class: ToolClass; rule: string; approval?: Approval }
    | { verdict: "wait"; class: ToolClass; rule: string; approval: Approval }
    | { verdict: "refuse"; class: ToolClass; rule: string; why: string; approval?: Approval }
  >;
}

export interface CommandResult {
  /** Null when it was ended by a limit, the signal, or could not start. */
  exitCode: number | null;
  stdout: string;
  stderr: string;
  durationMs: number;
  /** What ended it, in one sentence: time, memory, output that was cut. */
  problem?: string;
}

export interface CommandOptions {
  /** Below the workspace; its root by default. */
  cwd?: string;
  env?: Record<string, string>;
  stdin?: string;
  timeoutMs?: number;
  signal?: AbortSignal;
  onOutput?(output: { stream: "stdout" | "stderr"; text: string }): void;
}

/** A process in the sandbox whose streams stay open: a Python kernel, an MCP server over stdio. */
export interface SandboxProcess {
  stdin: NodeJS.WritableStream;
  stdout: NodeJS.ReadableStream;
  stderr: NodeJS.ReadableStream;
  /** `problem`: what ended it, in one sentence, when it did not end by itself. */
  exited: Promise<{ code: number | null; problem?: string }>;
  kill(): Promise<void>;
}

/** The files and the sandbox of one session. Paths are relative to its root; none leads out of it. */
export interface Workspace {
  isolation: Isolation;
  limits: SandboxLimits;
  /** Runs `bash -c command`. Never throws for what the command does. @throws AppError when there is no sandbox */
  run(command: string, options?: CommandOptions): Promise<CommandResult>;
  /** @throws AppError invalid at the level `virtual`, which has no processes */
  start(
    command: string,
    args: string[],
    options?: Pick<CommandOptions, "cwd" | "env"> & {
      /** Folders of the host that it may read, e.g. a package's: `[host path, path inside]`. */
      readOnly?: [string, string][];
    },
  ): Promise<SandboxProcess>;
  /** @throws AppError not_found, invalid */
  read(path: string): Promise<Buffer>;
  write(path: string, content: Buffer | string): Promise<void>;
  remove(path: string): Promise<void>;
  list(path?: string): Promise<SessionFile[]>;
  /** Ends every process of the session; the files stay. */
  stop(): Promise<void>;
}

export interface Workspaces {
  /** The level in force on this machine, tried once. */
  isolation(): Promise<Isolation>;
  /** Made when it is not there; the same files at every call. */
  open(sessionId: string, limits?: Partial<SandboxLimits>): Promise<Workspace>;
  /** For forks. */
  copy(fromSessionId: string, toSessionId: string): Promise<void>;
  remove(sessionId: string): Promise<void>;
}
