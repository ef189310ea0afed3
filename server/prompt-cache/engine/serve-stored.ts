import "server-only";
import type { KeyedRequest } from "@/lib/prompt-cache/key-parts";
import type { CacheOutcome } from "@/lib/prompt-cache/outcome";
import type { RequestTrace } from "@/lib/prompt-cache/trace";
import { costOf } from "@/server/platform/prices/cost-of";
import type { BedrockOperation, PromptAnswer } from "./contracts";
import { replayFrames } from "./converse-events";
import type { Noted } from "./notes";
import type { Runtime } from "./runtime";
import type { StoredAnswer } from "./stored-answer";
import { type Arrival, beginDraft, type Draft, finishTrace } from "./trace-draft";

export interface Served {
  cache: CacheOutcome;
  score?: number;
  shared?: boolean;
}

/** An exact hit before anything is noted of it: its draft is made when its trace is. */
export interface Hit {
  arrival: Arrival;
  keyed: KeyedRequest;
  /** When Redis was asked and when it had answered, `performance.now()`. */
  asked: number;
  answered: number;
}

export function draftOf({ arrival, keyed, asked, answered }: Hit): Draft {
  const draft = beginDraft(arrival, keyed);
  draft.steps.push({ step: "exact", ms: answered - asked });
  return draft;
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
  const chunks = chunksOf(draft.request.call.operation, stored);
  return chunks && new StoredReply(runtime, draft, () => draft, stored, how, chunks);
}

const EXACTLY: Served = { cache: "hash_hit" };

/** The same for an equal request's answer, found at once. */
export function serveHit(
  runtime: Runtime,
  hit: Hit,
  stored: StoredAnswer,
): PromptAnswer | undefined {
  const { arrival, answered } = hit;
  const chunks = chunksOf(arrival.request.call.operation, stored);
  if (!chunks) return undefined;
  return new StoredReply(runtime, arrival, () => draftOf(hit), stored, EXACTLY, chunks, answered);
}

const chunksOf = (operation: BedrockOperation, { body }: StoredAnswer): Uint8Array[] | undefined =>
  operation === "ConverseStream" ? replayFrames(body) : [body];

const CONTENT_TYPES = {
  Converse: "application/json",
  ConverseStream: "application/vnd.amazon.eventstream",
};

/** A hit on its way. Its trace is written with those of other hits, a moment later. */
class StoredReply implements PromptAnswer, Noted {
  readonly status = 200;
  readonly headers: Record<string, string>;
  readonly whole: Uint8Array[];
  readonly cache: CacheOutcome;
  readonly score: number | undefined;
  readonly traceId: string;
  private readonly over: number;
  private readonly runtime: Runtime;
  private readonly draft: () => Draft;
  private readonly stored: StoredAnswer;
  private readonly how: Served;
  private trace: RequestTrace | undefined;
  private tell: ((trace: RequestTrace) => void) | undefined;

  constructor(
    runtime: Runtime,
    { id, request }: Arrival,
    draft: () => Draft,
    stored: StoredAnswer,
    how: Served,
    chunks: Uint8Array[],
    over = performance.now(),
  ) {
    this.over = over;
    this.headers = headersOf(stored, request.call.operation, id);
    this.whole = chunks;
    this.cache = how.cache;
    this.score = how.score;
    this.traceId = id;
    this.runtime = runtime;
    this.draft = draft;
    this.stored = stored;
    this.how = how;
    runtime.notes.add(this);
  }

  get body(): AsyncIterable<Uint8Array> {
    return new Chunks(this.whole);
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

  note(): void {
    const draft = this.draft();
    note(this.runtime, draft, this.stored, this.how);
    this.trace = finishTrace(draft, this.over);
    this.runtime.record(this.trace);
    this.tell?.(this.trace);
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
