import "server-only";
import type { CacheOutcome } from "@/lib/prompt-cache/outcome";
import type { PromptAnswer } from "./contracts";
import { replayFrames } from "./converse-events";
import { costOf } from "./prices";
import type { Runtime } from "./runtime";
import type { StoredAnswer } from "./stored-answer";
import { type Draft, finishTrace } from "./trace-draft";

/**
 * A stored answer in the form that was asked for: as it came, or replayed as the events of a stream.
 * Undefined when it cannot be told in events.
 */
export function serveStored(
  runtime: Runtime,
  draft: Draft,
  stored: StoredAnswer,
  how: { cache: CacheOutcome; score?: number; shared?: boolean },
): PromptAnswer | undefined {
  const { operation } = draft.request.call;
  const replayed = operation === "ConverseStream";
  const chunks = replayed ? replayFrames(stored.body) : [stored.body];
  if (!chunks) return undefined;

  const { inputTokens: input, outputTokens: output } = stored;
  draft.cache = how.cache;
  draft.score = how.score;
  draft.shared = how.shared;
  draft.entryId = stored.entryId;
  draft.tokens = { ...draft.tokens, input, output, saved: input + output };
  draft.money.saved = costOf(runtime.parts.prices, stored.model, { input, output });

  const done = Promise.withResolvers<ReturnType<typeof finishTrace>>();
  // After the answer is on its way: nobody waits for the notes.
  setImmediate(() => {
    const trace = finishTrace(draft);
    runtime.parts.recorder.record(trace);
    done.resolve(trace);
  });
  return {
    status: 200,
    headers: headersOf(stored, operation, draft.id),
    body: inOrder(chunks),
    cache: how.cache,
    ...(how.score !== undefined && { score: how.score }),
    traceId: draft.id,
    done: done.promise,
  };
}

const CONTENT_TYPES = {
  Converse: "application/json",
  ConverseStream: "application/vnd.amazon.eventstream",
};

function headersOf(
  { headers }: StoredAnswer,
  operation: string,
  traceId: string,
): Record<string, string> {
  const type = CONTENT_TYPES[operation as keyof typeof CONTENT_TYPES] ?? headers["content-type"];
  return { ...headers, "content-type": type ?? "application/json", "x-amzn-requestid": traceId };
}

async function* inOrder(chunks: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}
