import "server-only";
import type { ModelPart } from "@/lib/ami-updates/model";
import { type ModelAnswer, readAnswer } from "@/lib/ami-updates/model-answer";
import { isAppError } from "@/server/platform/errors";
import { log } from "@/server/platform/log";
import type { ReviewAnswer, ReviewAsk, Reviewer } from "../contracts";

export interface Asked {
  /** Undefined: the deterministic result stands alone, and `part` says why. */
  answer?: ModelAnswer;
  part: ModelPart;
  /** The guardrail found in the notes what it is there to find. */
  guardedNotes: boolean;
}

/**
 * Asks once, and once more for a repair when the answer is not as the schema says. Whatever goes
 * wrong ends in the deterministic result, never in a failed analysis; only `signal` ends it.
 */
export async function askModel(
  reviewer: Reviewer,
  ask: ReviewAsk,
  limits: { timeoutMs: number },
  signal?: AbortSignal,
): Promise<Asked> {
  const began = performance.now();
  const deadline = AbortSignal.timeout(limits.timeoutMs);
  const either = signal ? AbortSignal.any([deadline, signal]) : deadline;
  const used = { inputTokens: 0, outputTokens: 0 };
  const part = (outcome: ModelPart["outcome"], why?: string): ModelPart => ({
    modelId: reviewer.modelId,
    outcome,
    ...(why ? { why } : {}),
    dropped: 0,
    ...(used.inputTokens > 0 ? used : {}),
    took: Math.round(performance.now() - began),
  });
  const replaced = (why: string, guardedNotes = false): Asked => ({
    part: part("replaced", why),
    guardedNotes,
  });
  const review = async (asked: ReviewAsk): Promise<ReviewAnswer> => {
    const answer = await untilAborted(reviewer.review(asked, either), either);
    used.inputTokens += answer.inputTokens ?? 0;
    used.outputTokens += answer.outputTokens ?? 0;
    return answer;
  };
  try {
    const first = await review(ask);
    const stopped = stop(first);
    if (stopped) return replaced(stopped, first.guarded === "notes");
    const read = readAnswer(first.text);
    if (read.ok) return { answer: read.answer, part: part("used"), guardedNotes: false };
    const second = await review({
      ...ask,
      repair: { answer: first.text.slice(0, 20_000), problem: read.problem },
    });
    const stoppedAgain = stop(second);
    if (stoppedAgain) return replaced(stoppedAgain, second.guarded === "notes");
    const repaired = readAnswer(second.text);
    if (repaired.ok)
      return {
        answer: repaired.answer,
        part: part("repaired", `Its first answer was not usable: ${read.problem}`),
        guardedNotes: false,
      };
    return replaced(`Its answer was not usable, also when asked again: ${repaired.problem}`);
  } catch (error) {
    signal?.throwIfAborted();
    if (deadline.aborted)
      return replaced(`The model did not answer within ${Math.ceil(limits.timeoutMs / 1_000)} s.`);
    if (isAppError(error)) return replaced(error.message);
    log().error({ error }, "the reviewer failed unexpectedly");
    return replaced("The model could not be asked, for a reason that is in the log.");
  }
}

/** Why an answer is none, by how it ended. */
function stop({ stopReason, guarded }: ReviewAnswer): string | undefined {
  if (guarded === "notes")
    return "The guardrail stopped the notes: they try to direct the reviewer.";
  if (guarded === "answer" || stopReason === "guardrail_intervened")
    return "The guardrail stopped the model's answer.";
  if (stopReason === "content_filtered" || stopReason === "refusal")
    return "The model refused to answer.";
  if (stopReason === "model_context_window_exceeded")
    return "The notes are longer than the model can read.";
  return undefined;
}

/** A reviewer that does not heed the signal must not hold the analysis up. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const end = () => reject(signal.reason);
    if (signal.aborted) end();
    signal.addEventListener("abort", end, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", end));
  });
}
