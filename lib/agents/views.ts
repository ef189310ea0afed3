import type { Approval } from "./approval";
import type { AgentFiles } from "./config";
import type { JournalEntry } from "./events";
import type { Isolation, IsolationLevel } from "./isolation";
import type { AgentHome, Limits, ModelChoice, Session } from "./session";
import type { ToolClass, ToolInfo, Unresolved } from "./tool";
import type { Span } from "./trace";

export interface SwitchedOff {
  /** Absent: all agents. */
  agent?: string;
  by: string;
  reason: string;
  at: string;
  /** No longer offered at all, until somebody brings it back from its versions. */
  retired?: true;
}

/** An agent that is no longer offered. */
export interface RetiredAgent extends SwitchedOff {
  agent: string;
  retired: true;
}

/** A row of the list of agents. */
export interface AgentSummary {
  /** Name, or ARN. */
  agent: string;
  title: string;
  description?: string;
  home: AgentHome;
  version?: number;
  model?: ModelChoice;
  /** Tools by their class. */
  tools: { read: number; change: number; destroy: number };
  /** AgentCore's word: `READY`, `UPDATING`, … */
  status?: string;
  switchedOff?: SwitchedOff;
  lastSession?: Pick<Session, "id" | "title" | "state" | "updatedAt">;
  /** Sessions that wait for a person, and those at work. */
  waiting: number;
  running: number;
  /** What stands around its sessions. */
  isolation?: IsolationLevel;
  /** What one run may use. */
  limits?: Limits;
  /** Of the last 30 days; money in nano-dollars. */
  used: { sessions: number; nanoUsd: number; unpriced: number; totalTokens: number };
  /** It cannot run: why, in one sentence. */
  problem?: string;
}

export interface AgentsView {
  agents: AgentSummary[];
  /** The last one first. */
  retired: RetiredAgent[];
  running: number;
  switchedOff?: SwitchedOff;
  /** Sources that could not be read, one sentence each. */
  missing: string[];
}

/** One of the console's verbs, as somebody who puts an agent together picks it. */
export interface VerbChoice {
  name: string;
  description: string;
  class: ToolClass;
}

/** What an agent may be put together from in this place. */
export interface EditorParts {
  verbs: VerbChoice[];
  /** Names of variables that have a value here, without those of the agent itself. */
  variables: string[];
  /** Models that agents here use already. */
  models: ModelChoice[];
  isolation: Isolation;
}

/** What one agent may do, in full. */
export interface AgentView {
  summary: AgentSummary;
  systemPrompt: string;
  starters: string[];
  tools: ToolInfo[];
  skills: { name: string; description: string; path: string }[];
  /** Tools and skills that are configured and did not load. */
  unresolved: Unresolved[];
  isolation: Isolation;
  memory: { shortTerm: string; longTerm: boolean };
  limits: Limits;
  /** The configured one first, then those that people may switch to. */
  models: ModelChoice[];
  files: AgentFiles;
  /** `SWITCHYARD_AGENTS_DIR` has a folder of it. */
  inFolder: boolean;
  sessions: Session[];
  missing: string[];
}

export interface VersionView {
  version: number;
  savedBy: string;
  savedAt: string;
  note?: string;
  hash: string;
}

export interface SessionFile {
  path: string;
  bytes: number;
  modifiedAt: string;
  folder: boolean;
}

/** A session opened: what changes by the stream, and where to begin it. */
export interface SessionView {
  session: Session;
  /** May this person write, approve, share? */
  mine: boolean;
  entries: JournalEntry[];
  /** The cursor for the stream. */
  lastSeq: number;
  approvals: Approval[];
  models: ModelChoice[];
  isolation?: Isolation;
  switchedOff?: SwitchedOff;
}

export interface TraceView {
  spans: Span[];
  /** Spans of runs under way come as they end. */
  running: boolean;
}
