import "server-only";
import type { RunState } from "./run-state";

const PLAN =
  "You are in plan mode: only tools that read may run. Find out what is needed, then say step by step what you would do; a person will let you act.";

/** The agent's own prompt, with what holds for this run. */
export function systemPromptOf({ run }: RunState): string {
  const { systemPrompt } = run.definition;
  return run.session.mode === "plan" ? `${systemPrompt}\n\n${PLAN}` : systemPrompt;
}
