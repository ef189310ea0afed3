import type { Tone } from "@/lib/platform/status";
import type { CallBlock } from "./conversation";
import type { StopReason } from "./events";
import type { IsolationLevel } from "./isolation";
import type { SessionState } from "./session";
import type { ToolClass } from "./tool";

/** How a state looks: shape by its tone, and the word beside it. */
export interface Look {
  tone: Tone;
  label: string;
}

export const SESSION_LOOK: Record<SessionState, Look> = {
  idle: { tone: "succeeded", label: "Ready" },
  running: { tone: "running", label: "At work" },
  waiting: { tone: "waiting", label: "Waits for a person" },
  failed: { tone: "failed", label: "Failed" },
};

/** What a class means to a person who never saw it. */
export const CLASS_WORDS: Record<ToolClass, { label: string; about: string }> = {
  read: { label: "reads", about: "Looks, and changes nothing." },
  change: { label: "changes", about: "Changes something that can be made good again." },
  destroy: { label: "destroys", about: "Does something that cannot be undone." },
};

export const ISOLATION_LABEL: Record<IsolationLevel, string> = {
  namespaces: "Namespace isolation",
  virtual: "Simulated shell",
  microvm: "AgentCore's own machine",
};

/** Why this level, where the level stands above: the sentence names it again. */
export function isolationWhy(level: IsolationLevel, why: string): string {
  const named = `${ISOLATION_LABEL[level]}: `;
  const rest = why.startsWith(named) ? why.slice(named.length) : why;
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}

/** Why a run ended, as a sentence. */
export const STOP_WORDS: Record<StopReason, string> = {
  end_turn: "Finished its answer.",
  tool_use: "Paused: only a person can answer what it asks.",
  tool_result: "Ended after a tool's result.",
  interrupted: "Paused until a person has decided.",
  partial_turn: "Ended in the middle of its answer.",
  max_tokens: "The model's answer was cut at its longest.",
  stop_sequence: "The model met a word that it stops at.",
  content_filtered: "The model's provider held its answer back.",
  malformed_model_output: "The model's answer could not be read.",
  malformed_tool_use: "The model asked for a tool in a form that could not be read.",
  model_context_window_exceeded: "The conversation became too long for this model.",
  max_iterations_exceeded: "Stopped at its limit of turns.",
  max_output_tokens_exceeded: "Stopped at its limit of tokens.",
  timeout_exceeded: "Stopped at its limit of time.",
  hook_stopped: "Stopped by a rule of its program.",
  x_cancelled: "Stopped by a person.",
  x_budget_exceeded: "Stopped at its limit of money or tokens.",
  x_failed: "The run failed.",
};

const PAUSES: readonly StopReason[] = ["interrupted", "tool_use"];
const FAILURES: readonly StopReason[] = [
  "x_failed",
  "content_filtered",
  "malformed_model_output",
  "malformed_tool_use",
  "model_context_window_exceeded",
];

export const stopTone = (reason: StopReason): Tone => {
  if (reason === "end_turn") return "succeeded";
  if (PAUSES.includes(reason)) return "waiting";
  return FAILURES.includes(reason) ? "failed" : "stopped";
};

const PHASE_LOOK: Record<CallBlock["phase"], Look> = {
  asked: { tone: "queued", label: "Asked for" },
  requested: { tone: "queued", label: "Being checked" },
  waiting: { tone: "waiting", label: "Waits for a person" },
  approved: { tone: "running", label: "Approved" },
  denied: { tone: "stopped", label: "Denied" },
  expired: { tone: "stopped", label: "Not decided in time" },
  started: { tone: "running", label: "Running" },
  finished: { tone: "succeeded", label: "Done" },
  unknown: { tone: "unknown", label: "Not known whether it was done" },
};

/** Where a call stands; a refusal stays one after its result has gone to the model. */
export function callLook(call: Pick<CallBlock, "phase" | "steps" | "result" | "startedAt">): Look {
  if (call.phase !== "finished") return PHASE_LOOK[call.phase];
  const refused = call.steps.findLast(({ phase }) => phase === "denied" || phase === "expired");
  if (refused && !call.startedAt) return PHASE_LOOK[refused.phase as "denied" | "expired"];
  if (call.result?.status === "error")
    return call.startedAt
      ? { tone: "failed", label: "Failed" }
      : { tone: "stopped", label: "Did not run" };
  return PHASE_LOOK.finished;
}
