import "server-only";
import { randomUUID } from "node:crypto";
import type { RequestTrace } from "@/lib/prompt-cache/trace";
import type { redis } from "@/server/redis";
import type { Recorder } from "../engine/contracts";
import type { Sealing } from "../traces/sealing";
import { type Flush, flushOf } from "./flush-args";
import { FLUSH } from "./flush-script";
import { COUNTED_KEY } from "./keys";
import { type Cell, Shelf } from "./shelf";

export interface RecorderSettings {
  /** The shared connection; its commands fail at once, or within a second, while Redis is away. */
  redis: () => ReturnType<typeof redis>;
  /** Encryption at rest of prompts in traces and pairs. */
  sealing?: Sealing;
  /** Told what is about to be flushed, before it is: for totals of this process and CloudWatch. */
  onCounted?: (namespace: string, cells: readonly Cell[]) => void;
  /** Unix milliseconds; the clock by default. */
  now?: () => number;
}

export interface FlushingRecorder extends Recorder {
  /**
   * Sends what was counted. False: Redis did not take all of it, which is kept and sent with the
   * next flush. Never throws. A Lambda function awaits it at the end of each invocation.
   */
  flush(): Promise<boolean>;
  /** Requests that could not be counted in Redis, because it was away for too long. */
  lost(): number;
  /** Whether the last flush arrived, and whether the model answered when it was last asked. */
  state(): { arrived: boolean; modelAnswered: boolean };
}

/** Cells of one call: a script of some milliseconds, also after Redis was away for hours. */
const CELLS_PER_FLUSH = 100;
/** As many namespaces as a console has at most, and some that were deleted meanwhile. */
const MOST_SHELVES = 1_000;

interface Place {
  shelf: Shelf;
  number: number;
  /** Sent before, and not known to have arrived. */
  pending?: Flush;
}

/**
 * Adds up requests in the process. Without `flush` nothing leaves it: a process that is lost takes
 * with it what it counted since its last one (a second, in the console).
 */
export function createRecorder(settings: RecorderSettings): FlushingRecorder {
  const clock = settings.now ?? Date.now;
  const process = randomUUID();
  const places = new Map<string, Place>();
  let running: Promise<boolean> | undefined;
  let arrived = true;
  let modelAnswered = true;
  let overlooked = 0;

  const placeOf = (namespace: string): Place | undefined => {
    const known = places.get(namespace);
    if (known) return known;
    if (places.size >= MOST_SHELVES) return undefined;
    const place = { shelf: new Shelf(namespace), number: 0 };
    places.set(namespace, place);
    return place;
  };

  const record = (trace: RequestTrace): void => {
    try {
      const place = placeOf(trace.namespace);
      if (place) place.shelf.add(trace, clock());
      else overlooked += 1;
      if (trace.cache === "miss" || trace.cache === "bypass") modelAnswered = trace.status < 500;
    } catch {
      // Counting must never cost an answer.
      overlooked += 1;
    }
  };

  /** One round: at most one call per namespace, all at once. */
  const round = async (): Promise<"done" | "more" | "failed"> => {
    const now = clock();
    const sent: { place: Place; flush: Flush }[] = [];
    for (const place of places.values()) {
      if (place.pending) place.shelf.sample.settle();
      else if (!place.shelf.empty) place.pending = next(place);
      if (place.pending) sent.push({ place, flush: place.pending });
    }
    if (sent.length === 0) return "done";
    // Written in one go by the client. Not a pipeline of its: in a cluster namespaces lie apart.
    const client = settings.redis();
    const answers = sent.map(async ({ place, flush }) => {
      await client.eval(FLUSH, flush.keys.length, ...flush.keys, flush.number, now, ...flush.args);
      place.pending = undefined;
    });
    const names = sent.flatMap(({ place }) => [now, place.shelf.namespace]);
    client.zadd(COUNTED_KEY, ...names).catch(() => undefined);
    const ends = await Promise.allSettled(answers);
    const failed = ends.some(({ status }) => status === "rejected");
    if (failed) return "failed";
    return [...places.values()].every(({ shelf }) => shelf.empty) ? "done" : "more";
  };

  const next = (place: Place): Flush => {
    const { shelf } = place;
    const taken = shelf.take(CELLS_PER_FLUSH);
    settings.onCounted?.(shelf.namespace, taken.cells);
    place.number += 1;
    return flushOf(shelf.namespace, process, place.number, taken, settings.sealing);
  };

  /** A backlog goes in several rounds, but not for ever: who keeps counting is not waited for. */
  const send = async (): Promise<boolean> => {
    for (let rounds = 0; rounds < 100; rounds += 1) {
      const end = await round().catch(() => "failed" as const);
      arrived = end !== "failed";
      if (end !== "more") return arrived;
    }
    return true;
  };

  return {
    record,
    flush: async () => {
      // What was recorded before this call must be in a round that begins after it.
      await running;
      running ??= send().finally(() => {
        running = undefined;
      });
      return running;
    },
    lost: () => [...places.values()].reduce((sum, { shelf }) => sum + shelf.lost, overlooked),
    state: () => ({ arrived, modelAnswered }),
  };
}
