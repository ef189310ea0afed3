import "server-only";
import type { Json, ToolResultPart } from "@/lib/agents/events";
import type { AgentTool, ToolCall, ToolOutcome } from "@/server/agents/contracts";
import { isAppError, newRef } from "@/server/platform/errors";
import { log } from "@/server/platform/log";
import { cutResult, errorResult } from "./cut-result";

/** What became of an effect: a result, or nobody can tell. */
export type Effect = { outcome: ToolOutcome } | { unknown: string };

/** How long a tool that was told to stop may take to say what it did. */
const GRACE_MS = 3_000;

/**
 * Runs a tool to its end, its time or the run's end. A tool that fails gives an error result; one
 * that changes things and did not say what it did gives `unknown`. Never throws.
 */
export async function runEffect(
  tool: AgentTool,
  input: Json,
  call: ToolCall,
  timeoutMs: number,
): Promise<Effect> {
  const time = new AbortController();
  const timer = setTimeout(() => time.abort(), timeoutMs);
  const signal = AbortSignal.any([call.signal, time.signal]);
  const running = settled(tool, input, { ...call, signal });
  try {
    const effect = await Promise.race([running, graceAfter(signal)]);
    if (effect) return signal.aborted ? afterStop(tool, effect, time.signal, timeoutMs) : effect;
    return given(tool, stopWords(tool, time.signal, timeoutMs));
  } finally {
    clearTimeout(timer);
  }
}

type Settled = Effect & { threw?: boolean };

async function settled(tool: AgentTool, input: Json, call: ToolCall): Promise<Settled> {
  try {
    return { outcome: cutResult(checked(await tool.run(input, call))) };
  } catch (error) {
    return { ...failed(tool, error), threw: true };
  }
}

function checked(outcome: ToolOutcome): ToolOutcome {
  const content = Array.isArray(outcome?.content) ? outcome.content : [];
  const said: ToolResultPart[] = content.length ? content : [{ text: "It gave no output." }];
  return { status: outcome?.status === "error" ? "error" : "success", content: said };
}

function failed(tool: AgentTool, error: unknown): Effect {
  if (isAppError(error)) {
    const text = error.message;
    return mayHaveChanged(tool) && error.effect === "unknown"
      ? { unknown: `${text} It is not known whether it took effect.` }
      : { outcome: errorResult(text) };
  }
  const ref = newRef();
  log().error({ ref, tool: tool.name, error }, "a tool failed");
  return given(tool, `${tool.name} failed (${ref}).`);
}

/** A tool that broke because it was stopped is not told as a fault. */
const afterStop = (
  tool: AgentTool,
  effect: Settled,
  time: AbortSignal,
  timeoutMs: number,
): Effect => (effect.threw ? given(tool, stopWords(tool, time, timeoutMs)) : effect);

const stopWords = (tool: AgentTool, time: AbortSignal, timeoutMs: number): string =>
  time.aborted
    ? `${tool.name} was stopped after ${Math.round(timeoutMs / 1_000)} s, the longest that a call may take.`
    : `${tool.name} was stopped.`;

const given = (tool: AgentTool, text: string): Effect =>
  mayHaveChanged(tool)
    ? { unknown: `${text} It is not known whether it took effect.` }
    : { outcome: errorResult(text) };

/** Something outside of the session's own workspace may be otherwise than before. */
export const mayHaveChanged = (tool: AgentTool): boolean =>
  tool.class !== "read" && !tool.contained;

/** Undefined, a little after the signal. */
function graceAfter(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    const later = () => setTimeout(() => resolve(undefined), GRACE_MS).unref();
    if (signal.aborted) later();
    else signal.addEventListener("abort", later, { once: true });
  });
}
