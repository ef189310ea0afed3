import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import type { AfterModelCallEvent } from "@strands-agents/sdk";
import type { ContextWindow } from "../context/context-window";
import type { RunState } from "../run-state";
import { modelProblem } from "./model-problem";

const TRIES = 5;
const FIRST_MS = 1_000;
const LONGEST_MS = 30_000;

/** Asks a model again that was busy or broke off, after a pause that doubles; the person sees why it waits. */
export function retryModel(state: RunState, context: ContextWindow) {
  return async (event: AfterModelCallEvent): Promise<void> => {
    if (!event.error || state.signal.aborted || event.attemptCount >= TRIES) return;
    const { again, sentence, overflow } = modelProblem(event.error, state.model.secrets);
    if (overflow && context.shrink()) event.retry = true;
    if (!again) return;
    const base = (state.parts.retryMs ?? FIRST_MS) * 2 ** (event.attemptCount - 1);
    const ms = Math.round(Math.min(base, LONGEST_MS) * (0.75 + Math.random() / 2));
    state.journal.write({
      x_problem: {
        message: `${sentence} It is asked again (try ${event.attemptCount + 1} of ${TRIES}).`,
        again: true,
      },
    });
    try {
      await pause(ms, undefined, { signal: state.signal });
      event.retry = true;
    } catch {
      // The run ended while it waited.
    }
  };
}
