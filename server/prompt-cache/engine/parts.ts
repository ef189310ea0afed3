import "server-only";
import type { PriceTable } from "@/server/platform/prices/cost-of";
import type { RedisCommands } from "@/server/redis/commands";
import type {
  Bedrock,
  Compress,
  CountTokens,
  Embedder,
  Guard,
  IndexOf,
  PromptAnswer,
  PromptRequest,
  Recorder,
  WrongPairs,
} from "./contracts";

/** What a prompt cache is put together from; nothing is read from the environment. */
export interface PromptCacheParts {
  /** `redisCommands(connection)` of `server/redis/commands`. It should fail fast: no retries, 1 s at most per command. */
  redis: RedisCommands;
  /** `bedrock()` of `server/aws/bedrock-runtime/bedrock`. */
  bedrock: Bedrock;
  /** Without an embedder or an index only equal prompts are found. */
  embedder?: Embedder;
  indexOf?: IndexOf;
  guard: Guard;
  compress: Compress;
  countTokens: CountTokens;
  prices: PriceTable;
  recorder: Recorder;
  /** Pairs that a person called wrong; without them none are. */
  wrongPairs?: WrongPairs;
  /** 32 bytes: answers and prompts are AES-256-GCM encrypted in Redis. Without it they are as they came. */
  encryptionKey?: Buffer;
  limits?: Partial<EngineLimits>;
}

export interface EngineLimits {
  /** How long an answer is still read for the cache after its caller went away. */
  finishAfterCancelMs: number;
  /** How long the claim on an equal prompt outlives a process that died; it is renewed while the call runs. */
  claimMs: number;
  /** How long Redis is left alone after it failed, before it is tried again. */
  redisRetryMs: number;
  /** Largest request that is looked at, bytes. */
  requestBytes: number;
}

export const ENGINE_LIMITS: EngineLimits = {
  finishAfterCancelMs: 30_000,
  claimMs: 6_000,
  redisRetryMs: 500,
  requestBytes: 25 * 1024 * 1024,
};

/** The prompt cache, as the console's doors, a Lambda function and tests use it. */
export interface PromptCache {
  /**
   * Answers one request. What the model or the way to it said goes through as it came; when Bedrock
   * cannot be reached the answer is a 503 in Bedrock's own form. Read `body` to its end or leave it:
   * both let it end. Rejects only when the caller's signal aborts before there is an answer.
   */
  answer(request: PromptRequest): Promise<PromptAnswer>;
  /**
   * Keeps a Converse response as the answer to a request without asking the model (warm-up from a
   * file). `known`: an answer was there already and stays. Throws `AppError` when the request cannot
   * be cached or Redis does not answer.
   */
  store(
    request: PromptRequest,
    response: Uint8Array,
  ): Promise<{ entryId?: string; known: boolean }>;
  /** Waits for what is being written, 5 s at most. */
  close(): Promise<void>;
}
