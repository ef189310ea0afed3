import "server-only";
import type { CacheOutcome } from "@/lib/prompt-cache/outcome";
import type { RequestTrace } from "@/lib/prompt-cache/trace";
import type { PromptAnswer } from "./contracts";
import { replayFrames } from "./converse-events";
import { costOf } from "./prices";
import type { Runtime } from "./runtime";
import type { StoredAnswer } from "./stored-answer";
import { type Draft, finishTrace } from "./trace-draft";

export interface Served {
  cache: CacheOutcome;
  score?: number;
  shared?: boolean;
}

/**
 * A stored answer in the form that was asked for: as it came, or replayed as the events of a stream.
 * Undefined when it cannot be told in events.
 */
export function serveStored(
  runtime: Runtime,
  draft: Draft,
  stored: StoredAnswer,
  how: Served,
): PromptAnswer | undefined {
  const { operation } = draft.request.call;
  const chunks = operation === "ConverseStream" ? replayFrames(stored.body) : [stored.body];
  return chunks && new StoredReply(runtime, draft, stored, how, chunks);
}

const CONTENT_TYPES = {
  Converse: "application/json",
  ConverseStream: "application/vnd.amazon.eventstream",
};

/** A hit on its way. Its trace is written with those of other hits, a moment later. */
class StoredReply implements PromptAnswer {
  readonly status = 200;
  readonly headers: Record<string, string>;
  readonly body: AsyncIterable<Uint8Array>;
  readonly cache: CacheOutcome;
  readonly score: number | undefined;
  readonly traceId: string;
  private trace: RequestTrace | undefined;
  private tell: ((trace: RequestTrace) => void) | undefined;

  constructor(
    runtime: Runtime,
    draft: Draft,
    stored: StoredAnswer,
    how: Served,
    chunks: Uint8Array[],
  ) {
    const over = performance.now();
    this.headers = headersOf(stored, draft.request.call.operation, draft.id);
    this.body = new Chunks(chunks);
    this.cache = how.cache;
    this.score = how.score;
    this.traceId = draft.id;
    runtime.notes.add(() => {
      note(runtime, draft, stored, how);
      this.trace = finishTrace(draft, over);
      runtime.record(this.trace);
      this.tell?.(this.trace);
    });
  }

  get done(): Promise<RequestTrace> {
    if (this.trace) return Promise.resolve(this.trace);
    const before = this.tell;
    return new Promise((resolve) => {
      this.tell = (trace) => {
        before?.(trace);
        resolve(trace);
      };
    });
  }
}

function note({ parts }: Runtime, draft: Draft, stored: StoredAnswer, how: Served): void {
  const { entryId, model, inputTokens: input, outputTokens: output } = stored.facts;
  draft.cache = how.cache;
  draft.score = how.score;
  draft.shared = how.shared;
  draft.entryId = entryId;
  draft.tokens.input = input;
  draft.tokens.output = output;
  draft.tokens.saved = input + output;
  draft.money.saved = costOf(parts.prices, model, { input, output });
}

/** Converse has no headers of its own beside its type; a model's own form may have. */
function headersOf(stored: StoredAnswer, operation: string, id: string): Record<string, string> {
  const type = CONTENT_TYPES[operation as keyof typeof CONTENT_TYPES];
  if (type) return { "content-type": type, "x-amzn-requestid": id };
  return { ...stored.facts.headers, "x-amzn-requestid": id };
}

/** Bytes that are all there. A generator would cost a hit as much as hashing its key. */
class Chunks implements AsyncIterableIterator<Uint8Array> {
  private readonly chunks: Uint8Array[];
  private at = 0;
  constructor(chunks: Uint8Array[]) {
    this.chunks = chunks;
  }
  next(): Promise<IteratorResult<Uint8Array>> {
    const value = this.chunks[this.at++];
    return Promise.resolve(value ? { done: false, value } : { done: true, value: undefined });
  }
  return(): Promise<IteratorResult<Uint8Array>> {
    this.at = this.chunks.length;
    return Promise.resolve({ done: true, value: undefined });
  }
  [Symbol.asyncIterator](): this {
    return this;
  }
}
