import "server-only";
import type { RequestTrace } from "@/lib/prompt-cache/trace";
import { type FlightBoard, flightBoard } from "./flights";
import { type GuardedRedis, guardedRedis } from "./guarded-redis";
import { makeNotes, type Notes } from "./notes";
import { ENGINE_LIMITS, type EngineLimits, type PromptCacheParts } from "./parts";
import { makeSealer, type Sealer } from "./sealer";

/** An assembled prompt cache from the inside. */
export interface Runtime {
  parts: PromptCacheParts;
  limits: EngineLimits;
  redis: GuardedRedis;
  sealer: Sealer;
  flights: FlightBoard;
  notes: Notes;
  /** Hands a trace to the recorder. */
  record(trace: RequestTrace): void;
  /** Lets `close` wait for work that no caller waits for. */
  background(work: Promise<unknown>): void;
  close(): Promise<void>;
}

const CLOSE_MS = 5_000;

export function makeRuntime(parts: PromptCacheParts): Runtime {
  const limits = { ...ENGINE_LIMITS, ...parts.limits };
  const redis = guardedRedis(parts.redis, limits.redisRetryMs);
  const notes = makeNotes();
  const working = new Set<Promise<unknown>>();
  return {
    parts,
    limits,
    redis,
    sealer: makeSealer(parts.encryptionKey),
    flights: flightBoard(),
    notes,
    record(trace) {
      try {
        parts.recorder.record(trace);
      } catch {
        // It promises not to throw; an answer must not depend on that.
      }
    },
    background(work) {
      working.add(work);
      const over = () => working.delete(work);
      work.then(over, over);
    },
    async close() {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise((resolve) => {
        timer = setTimeout(resolve, CLOSE_MS);
      });
      await Promise.race([Promise.allSettled(working), late]);
      clearTimeout(timer);
      notes.flush();
      redis.close();
    },
  };
}
