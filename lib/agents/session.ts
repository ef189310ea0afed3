import type { SessionMode, StopReason } from "./events";
import type { IsolationLevel } from "./isolation";

/**
 * `idle` waits for a message · `running` · `waiting` for a person to decide calls · `failed` the last
 * run ended by a problem; a message goes on from there.
 */
export const SESSION_STATES = ["idle", "running", "waiting", "failed"] as const;
export type SessionState = (typeof SESSION_STATES)[number];

export const isInFlight = (state: SessionState): boolean => state === "running";

/** Model providers in the words of `harness.json`. */
export const MODEL_PROVIDERS = ["bedrock", "open_ai", "gemini"] as const;
export type ModelProvider = (typeof MODEL_PROVIDERS)[number];

export interface ModelChoice {
  provider: ModelProvider;
  modelId: string;
  temperature?: number;
  topP?: number;
  maxTokens?: number;
}

/** Where the agent runs. */
export type AgentHome =
  | { kind: "local" }
  /** A harness on AgentCore, or an agent runtime there. */
  | { kind: "agentcore"; arn: string; what: "harness" | "runtime" };

/** What has been used, and may be: of the whole session. Money in nano-dollars, time in milliseconds. */
export interface Budget {
  turns: number;
  inputTokens: number;
  outputTokens: number;
  nanoUsd: number;
  /** Answers whose price nobody knows: with them the money is a least. */
  unpriced: number;
  activeMs: number;
}

/** Limits of one run, from the agent's configuration; absent: none but the house's. */
export interface Limits {
  turns?: number;
  outputTokens?: number;
  totalTokens?: number;
  nanoUsd?: number;
  /** Wall clock of a run. */
  ms?: number;
}

export interface Owner {
  id: string;
  name: string;
  email: string;
}

export interface Session {
  /** `ses_` and 32 hex digits: AgentCore wants 33 characters at least. */
  id: string;
  /** The agent's name, or AgentCore's ARN. */
  agent: string;
  /** Of the configuration that it began with; it stays with it. */
  version?: number;
  home: AgentHome;
  title: string;
  owner: Owner;
  state: SessionState;
  mode: SessionMode;
  model: ModelChoice;
  /** Anybody who may see agents may read it. */
  shared: boolean;
  forkedFrom?: { sessionId: string; seq: number };
  used: Budget;
  /** Of the last run. */
  limits: Limits;
  lastStop?: StopReason;
  problem?: string;
  isolation?: IsolationLevel;
  lastSeq: number;
  runId?: string;
  createdAt: string;
  updatedAt: string;
}
