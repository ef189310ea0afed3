import "server-only";
import type { Model } from "@strands-agents/sdk";
import type { AgentDefinition } from "@/lib/agents/config";
import type { StopReason, TokenUsage } from "@/lib/agents/events";
import type { ModelChoice, Session } from "@/lib/agents/session";
import type { Person } from "@/server/platform/ctx";
import type { Gate, Journal, SessionStore, ToolProvider, Workspaces } from "../contracts";

/** A model that can be asked, and what its tokens cost. */
export interface HarnessModel {
  model: Model;
  /** Nano-dollars. */
  costOf(usage: TokenUsage): number | undefined;
  /** Keys that must not stand in what a provider's error says. */
  secrets: string[];
}

/** @throws AppError invalid with one sentence when the provider is not set up */
export type ModelFor = (choice: ModelChoice, definition: AgentDefinition) => HarnessModel;

/** What a run stands on. */
export interface HarnessParts {
  journal: Pick<Journal, "append" | "read">;
  sessions: Pick<SessionStore, "use" | "update">;
  gate: Gate;
  workspaces: Workspaces;
  providers: ToolProvider[];
  modelFor: ModelFor;
  now(): Date;
  /** Runs the work so that its spans are known to be the run's. */
  telemetry?: { inRun<T>(run: { sessionId: string; runId: string }, work: () => T): T };
  /** What the agent kept about this person that fits what they say: for the model, and for the journal. */
  recall?(about: {
    agent: string;
    personId: string;
    message: string;
  }): Promise<{ block: string; texts: string[] } | undefined>;
  /** How long a call of a tool may take at most; a little more than its sandbox allows unless given. */
  toolTimeoutMs?: number;
  /** How long a model may be silent; 120 s unless given. */
  idleMs?: number;
  /** The first pause before a model that was busy is asked again, doubled each time; 1 s unless given. */
  retryMs?: number;
}

export interface HarnessRun {
  session: Session;
  runId: string;
  definition: AgentDefinition;
  /** On whose behalf. */
  person: Person;
  /** Without one the run goes on from the journal. */
  message?: string;
  /** Ends the run. With the reason `LEASE_LOST` nothing more is written: another process has it. */
  signal: AbortSignal;
}

export const LEASE_LOST = "lease-lost";

export interface RunEnd {
  state: "idle" | "waiting" | "failed";
  stopReason: StopReason;
  /** One sentence for people. */
  problem?: string;
}
