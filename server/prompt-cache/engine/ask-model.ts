import "server-only";
import { costOf } from "@/server/platform/prices/cost-of";
import { type Collected, collectorFor } from "./collect-answer";
import type { BedrockAnswer, PromptAnswer } from "./contracts";
import type { Flight } from "./flights";
import { relay } from "./relay";
import type { Runtime } from "./runtime";
import { type Draft, finishTrace, noteStep } from "./trace-draft";
import { unreachable } from "./unreachable";

/** Answers up to this size are shared with those who wait, even where the namespace keeps smaller ones only. */
const SHARED_BYTES = 1024 * 1024;

export interface Question {
  draft: Draft;
  /** What is sent; shorter than what came, or the same. */
  body: Uint8Array;
  /** How long an answer is still read after its caller went away; 0: the call ends with its caller. */
  finishMs: number;
  flight?: Flight;
  /** Writes a whole answer back. Never throws. */
  keep?(
    answer: BedrockAnswer,
    collected: Collected & { body: Buffer },
    modelMs: number,
  ): Promise<void>;
  /** After everything, whatever happened. Never throws. */
  settle?(): Promise<void>;
}

/** Asks Bedrock and hands its answer on as it comes, errors and throttles included. */
export async function askModel(runtime: Runtime, question: Question): Promise<PromptAnswer> {
  const { draft } = question;
  const { call } = draft.request;
  const done = Promise.withResolvers<ReturnType<typeof finishTrace>>();
  runtime.background(done.promise);
  const conclude = async (): Promise<void> => {
    await question.settle?.();
    const trace = finishTrace(draft);
    runtime.record(trace);
    done.resolve(trace);
  };
  const reply = (answer: BedrockAnswer): PromptAnswer => ({
    ...answer,
    cache: draft.cache,
    traceId: draft.id,
    done: done.promise,
  });

  const patience = patienceFor(call.signal, question.finishMs);
  const asked = performance.now();
  let answer: BedrockAnswer;
  try {
    answer = await runtime.parts.bedrock.send({
      ...call,
      body: question.body,
      signal: patience.signal,
    });
  } catch (error) {
    patience.end();
    noteStep(draft, "bedrock", asked);
    const refusal = unreachable(error);
    draft.problem = refusal.problem;
    return refuse(refusal);
  }
  if (answer.status !== 200) {
    const { status, headers } = answer;
    try {
      const body = await bytesOf(answer.body);
      draft.problem = `Bedrock answered with status ${status}${errorName(headers)}.`;
      return refuse({ status, headers, body });
    } catch (error) {
      draft.problem = unreachable(error).problem;
      return refuse(unreachable(error));
    } finally {
      patience.end();
      noteStep(draft, "bedrock", asked);
    }
  }

  const { limits } = draft.request.namespace.settings;
  const collector = collectorFor(
    call.operation,
    answer.headers,
    Math.max(limits.answerBytes, SHARED_BYTES),
  );
  const body = relay({
    source: answer.body,
    see: collector.see,
    left: () => patience.leave(),
    async ended(error) {
      patience.end();
      noteStep(draft, "bedrock", asked);
      const modelMs = performance.now() - asked;
      if (error !== undefined) draft.problem = brokenOff(error, patience.signal.aborted);
      const collected = collector.finish();
      note(runtime, draft, collected);
      const kept =
        error === undefined && collected.body
          ? question.keep?.(answer, { ...collected, body: collected.body }, modelMs)
          : undefined;
      const over = Promise.resolve(kept).then(conclude);
      if (draft.request.waitForWrite) await over;
    },
  });
  return reply({ ...answer, body });

  function refuse(said: { status: number; headers: Record<string, string>; body: Buffer }) {
    draft.status = said.status;
    question.flight?.land({ kind: "refusal", ...said });
    void conclude();
    const body = (async function* () {
      yield said.body;
    })();
    return reply({ status: said.status, headers: said.headers, body });
  }
}

async function bytesOf(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function note({ parts }: Runtime, draft: Draft, { inputTokens, outputTokens }: Collected): void {
  draft.tokens.input = inputTokens;
  draft.tokens.output = outputTokens;
  const { modelId } = draft.request.call;
  draft.money.spent = costOf(parts.prices, modelId, { input: inputTokens, output: outputTokens });
  if (!draft.compression) return;
  const spared = draft.compression.before - draft.compression.after;
  draft.tokens.compressed = spared;
  draft.money.saved = costOf(parts.prices, modelId, { input: spared, output: 0 });
}

const errorName = (headers: Record<string, string>): string => {
  const name = headers["x-amzn-errortype"]?.split(":")[0];
  return name ? ` (${name})` : "";
};

const brokenOff = (error: unknown, cancelled: boolean): string =>
  cancelled ? "The caller went away before the answer ended." : unreachable(error).problem;

/**
 * How long an answer matters. Its tokens are paid for once it has begun, so a caller's leaving ends
 * it only after a while: until then it can still be kept, and others may be waiting for it.
 */
function patienceFor(caller: AbortSignal | undefined, finishMs: number) {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const leave = (): void => {
    if (finishMs === 0) controller.abort();
    else timer ??= setTimeout(() => controller.abort(), finishMs);
  };
  if (caller?.aborted) leave();
  caller?.addEventListener("abort", leave, { once: true });
  return {
    signal: controller.signal,
    leave,
    end() {
      clearTimeout(timer);
      caller?.removeEventListener("abort", leave);
    },
  };
}
