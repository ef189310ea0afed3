import "server-only";
import type { Namespace } from "@/lib/prompt-cache/namespace";
import type { CacheOutcome, Door } from "@/lib/prompt-cache/outcome";
import type { RequestTrace } from "@/lib/prompt-cache/trace";

/**
 * What the engine stands on. It knows no environment, no session and no HTTP framework: the console,
 * a Lambda function and tests each put these parts together (see `assemble.ts`).
 */

/** Operations of Bedrock's runtime that are answered or passed through, by their wire forms. */
export type BedrockOperation =
  | "Converse"
  | "ConverseStream"
  | "InvokeModel"
  | "InvokeModelWithResponseStream";

export interface BedrockCall {
  operation: BedrockOperation;
  modelId: string;
  /** The request's JSON as it goes over the wire. */
  body: Uint8Array;
  contentType: string;
  accept: string;
  /** Further `x-amzn-bedrock-*` headers of the request (guardrail, trace, latency); part of the key. Lower-case names. */
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/** An answer as it came, errors included: a status of 400 or more is the model's own word, passed on unchanged. */
export interface BedrockAnswer {
  status: number;
  /** Lower-case names; only those that mean something to a client. */
  headers: Record<string, string>;
  body: AsyncIterable<Uint8Array>;
}

/**
 * Bedrock over the wire (`server/aws/bedrock-runtime`). Throws only when it cannot be reached or its
 * circuit is open (`AppError` upstream); the engine makes a 503 of it, so that `answer` never rejects for it.
 */
export interface Bedrock {
  send(call: BedrockCall): Promise<BedrockAnswer>;
}

/** Makes vectors of unit length. `id` says model and dimensions: vectors of different ids never meet. */
export interface Embedder {
  readonly id: string;
  readonly dimensions: number;
  embed(text: string, signal?: AbortSignal): Promise<{ vector: Float32Array; tokens: number }>;
}

/** A stored prompt as an index knows it. */
export interface IndexedEntry {
  entryId: string;
  /** Only entries of the same context are neighbours: SHA-256 over all key parts but the prompt, hex. */
  contextKey: string;
  vector: Float32Array;
  /** Unix milliseconds. */
  expiresAt: number;
}

export interface Neighbour {
  entryId: string;
  /** Cosine similarity. */
  score: number;
}

/** Nearest neighbours within one namespace and embedder. In-process and on-server indexes keep one contract (tests/integration/prompt-cache/index-contract). */
export interface VectorIndex {
  /** Best first, at most `limit`, none below `atLeast`. Expired or forgotten entries are not among them. */
  nearest(query: {
    contextKey: string;
    vector: Float32Array;
    limit: number;
    atLeast: number;
  }): Promise<Neighbour[]>;
  /** Called after the entry is in Redis; other processes learn of it by themselves. */
  add(entry: IndexedEntry): Promise<void>;
  remove(entryIds: string[]): Promise<void>;
  size(): Promise<number>;
  close(): Promise<void>;
}

/** Gives the index of a namespace's present generation, made and fed on first use. */
export type IndexOf = (namespace: Namespace, embedder: Embedder) => Promise<VectorIndex>;

/**
 * Pairs that a person called wrong in a namespace: never served again, whatever their score. One
 * command (`SMISMEMBER pc:{<ns>}:wrong`), asked only for candidates at or above the threshold.
 */
export interface WrongPairs {
  /** Those of `pairIds` (see `pair-id.ts`) that are wrong. Throws when Redis does not answer. */
  among(namespace: string, pairIds: string[]): Promise<ReadonlySet<string>>;
}

/** Whether the answer to `stored` may serve `asked`; pure. */
export type Guard = (
  asked: string,
  stored: string,
) => { allowed: true } | { allowed: false; guard: string; why: string };

/** Shortens a prompt that is about to be sent; pure. `before` and `after` are tokens as `count` estimates them. */
export type Compress = (
  text: string,
  options: { phrases: readonly string[]; keep: readonly string[]; count: CountTokens },
) => { text: string; removed: string[]; before: number; after: number };

/** Takes what happened to one request; never throws, never waits. */
export interface Recorder {
  record(trace: RequestTrace): void;
}

/** Estimates tokens of text; labelled as an estimate wherever it is shown. */
export type CountTokens = (text: string) => number;

export interface PromptRequest {
  namespace: Namespace;
  door: Door;
  keyId?: string;
  call: BedrockCall;
  /** The caller wants no cache for this one. */
  bypass?: boolean;
  /** Wait for write-back and index before the answer ends: warm-up and Lambda do. */
  waitForWrite?: boolean;
}

export interface PromptAnswer extends BedrockAnswer {
  /** All of `body`, when it is there already: read so, a hit waits for nothing. */
  whole?: readonly Uint8Array[];
  cache: CacheOutcome;
  score?: number;
  traceId: string;
  /** Settles when the body has ended and everything is recorded; never rejects. */
  done: Promise<RequestTrace>;
}
