import "server-only";
import type { RequestTrace } from "@/lib/prompt-cache/trace";
import { AppError } from "@/server/platform/errors";
import { redis } from "@/server/redis";
import { recentKey } from "../counters/keys";
import { traceSealing } from "../counters/process-recorder";
import { readStored } from "./store-form";

const CHUNK = 100;

/** A kept request and its place; without a trace it cannot be read (another key, damaged). */
export interface TracePlace {
  /** Id in the stream: `<unix ms>-<number>`. */
  at: string;
  namespace: string;
  trace?: RequestTrace;
}

export const traceCursor = ({ at, namespace }: TracePlace): string => `${at}:${namespace}`;

/**
 * Kept requests of the namespaces, newest first, read a few at a time and never more than asked for.
 * Throws what Redis throws.
 * @throws AppError invalid (a cursor)
 */
export async function* walkTraces(
  namespaces: readonly string[],
  from?: string,
): AsyncGenerator<TracePlace> {
  const [, at, name = ""] = from ? (/^(\d+-\d+):([a-z0-9-]+)$/.exec(from) ?? []) : [];
  if (from && !at) throw new AppError("invalid", "The place to read on from is not understood.");
  // Of one moment, the namespaces go by name: those behind the cursor's still have theirs to come.
  const walks = namespaces.map(
    (namespace) => new Walk(namespace, at === undefined ? "+" : namespace > name ? at : `(${at}`),
  );
  for (;;) {
    await Promise.all(walks.map((walk) => walk.fill()));
    const first = walks.reduce<Walk | undefined>(
      (best, walk) => (walk.head && (!best?.head || isBefore(walk.head, best.head)) ? walk : best),
      undefined,
    );
    const place = first?.take();
    if (!place) return;
    yield place;
  }
}

function isBefore(one: TracePlace, other: TracePlace): boolean {
  if (one.at === other.at) return one.namespace < other.namespace;
  const [ms = 0, number = 0] = one.at.split("-").map(Number);
  const [otherMs = 0, otherNumber = 0] = other.at.split("-").map(Number);
  return ms === otherMs ? number > otherNumber : ms > otherMs;
}

class Walk {
  readonly #namespace: string;
  #end: string;
  #buffer: TracePlace[] = [];
  #at = 0;
  #ended = false;

  constructor(namespace: string, end: string) {
    this.#namespace = namespace;
    this.#end = end;
  }

  get head(): TracePlace | undefined {
    return this.#buffer[this.#at];
  }

  take(): TracePlace | undefined {
    const place = this.head;
    this.#at += 1;
    return place;
  }

  async fill(): Promise<void> {
    if (this.head || this.#ended) return;
    const key = recentKey(this.#namespace);
    const found = await redis().xrevrange(key, this.#end, "-", "COUNT", CHUNK);
    this.#ended = found.length < CHUNK;
    this.#end = `(${found.at(-1)?.[0] ?? "0-1"}`;
    this.#buffer = found.map(([at, fields]) => {
      const trace = readStored<RequestTrace>(fields, this.#namespace, traceSealing());
      return { at, namespace: this.#namespace, ...(trace && { trace }) };
    });
    this.#at = 0;
  }
}
