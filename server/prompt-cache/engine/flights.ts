import "server-only";
import type { CacheOutcome } from "@/lib/prompt-cache/outcome";
import type { StoredAnswer } from "./stored-answer";

/** How a flight ended, for those who waited for it. */
export type Landing =
  /** An answer that all may have. `cache`: how the first one got it. */
  | { kind: "answer"; answer: StoredAnswer; cache: CacheOutcome; score?: number }
  /** The model said no; it would say so to each of them. */
  | { kind: "refusal"; status: number; headers: Record<string, string>; body: Buffer }
  /** Nothing to share (too large, broken off): each asks on its own. */
  | { kind: "nothing" };

export interface Flight {
  /** Tells those who wait; the first word counts. */
  land(landing: Landing): void;
  /** Later requests look in Redis from now on. */
  close(): void;
}

export interface FlightBoard {
  /** The flight of an equal request in this process. */
  join(key: string): Promise<Landing> | undefined;
  begin(key: string): Flight;
}

/** Equal requests of one process that are under way: one asks, the others wait for it. */
export function flightBoard(): FlightBoard {
  const flights = new Map<string, Promise<Landing>>();
  return {
    join: (key) => flights.get(key),
    begin(key) {
      const { promise, resolve } = Promise.withResolvers<Landing>();
      flights.set(key, promise);
      return {
        land: resolve,
        close() {
          resolve({ kind: "nothing" });
          if (flights.get(key) === promise) flights.delete(key);
        },
      };
    },
  };
}
