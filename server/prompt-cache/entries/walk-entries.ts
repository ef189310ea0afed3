import "server-only";
import type { EntriesQuery } from "@/lib/prompt-cache/entry";
import type { Namespace } from "@/lib/prompt-cache/namespace";
import { AppError } from "@/server/platform/errors";
import { redis } from "@/server/redis";
import { topKey } from "../counters/keys";
import { idsKey } from "../engine/redis-keys";

/** A place in the walk: `phase` is the order that is being walked, `score` expiry or hits. */
export interface Place {
  phase: Phase;
  score: number;
  namespace: Namespace;
  id: string;
}

/** `hits`: those that were hit; `rest`: those that never were, after them; `newest`, `expiring`: by expiry. */
type Phase = "hits" | "rest" | "newest" | "expiring";
const PHASES: Record<EntriesQuery["sort"], Phase[]> = {
  newest: ["newest"],
  expiring: ["expiring"],
  hits: ["hits", "rest"],
};
const CHUNK = 200;

interface Cursor {
  phase: Phase;
  score: number;
  namespace: string;
  id: string;
}

export const cursorOf = ({ phase, score, namespace, id }: Place): string =>
  `${phase}:${score}:${namespace.name}:${id}`;

/** @throws AppError invalid */
function parseCursor(text: string, phases: Phase[]): Cursor {
  const [, phase = "", score = "", namespace = "", id = ""] =
    /^([a-z]+):(\d+(?:\.\d+)?):([a-z0-9-]+):([A-Za-z0-9_-]+)$/.exec(text) ?? [];
  const known = phases.find((each) => each === phase);
  if (!known) throw new AppError("invalid", "The place to read on from is not understood.");
  return { phase: known, score: Number(score), namespace, id };
}

/**
 * Every entry of the namespaces in one order, a few at a time, never more than asked for. Newest is
 * by expiry, which is the same while a namespace keeps its time to live. Throws what Redis throws.
 * @throws AppError invalid (a cursor)
 */
export async function* walkEntries(
  namespaces: readonly Namespace[],
  sort: EntriesQuery["sort"],
  from?: string,
): AsyncGenerator<Place> {
  const phases = PHASES[sort];
  const cursor = from === undefined ? undefined : parseCursor(from, phases);
  const begin = cursor ? phases.indexOf(cursor.phase) : 0;
  for (const phase of phases.slice(begin)) {
    const here = cursor?.phase === phase ? cursor : undefined;
    const walks = namespaces.map((namespace) => new Walk(phase, namespace, here));
    for (;;) {
      await Promise.all(walks.map((walk) => walk.fill()));
      const first = walks.reduce<Walk | undefined>(
        (best, walk) => (walk.head && (!best?.head || walk.isBefore(best)) ? walk : best),
        undefined,
      );
      const place = first?.take();
      if (!place) break;
      yield place;
    }
  }
}

/** One namespace's part of the walk. */
class Walk {
  readonly #phase: Phase;
  readonly #namespace: Namespace;
  readonly #key: string;
  #cursor: Cursor | undefined;
  #buffer: Place[] = [];
  #at = 0;
  #offset: number | undefined;
  #ended = false;

  constructor(phase: Phase, namespace: Namespace, cursor: Cursor | undefined) {
    this.#phase = phase;
    this.#namespace = namespace;
    this.#cursor = cursor;
    this.#key = phase === "hits" ? topKey(namespace.name, namespace.generation) : idsKey(namespace);
  }

  get head(): Place | undefined {
    return this.#buffer[this.#at];
  }

  take(): Place | undefined {
    const place = this.head;
    this.#at += 1;
    return place;
  }

  /** Equal scores go by namespace, so that a cursor is one place for all. */
  isBefore(other: Walk): boolean {
    const [mine, theirs] = [this.head?.score ?? 0, other.head?.score ?? 0];
    if (mine === theirs) return this.#namespace.name < other.#namespace.name;
    return this.#phase === "expiring" ? mine < theirs : mine > theirs;
  }

  async fill(): Promise<void> {
    while (!this.head && !this.#ended) await this.#read();
  }

  async #read(): Promise<void> {
    const rising = this.#phase === "expiring";
    const start = this.#offset ?? (await this.#start(rising));
    const end = start + CHUNK - 1;
    const found = rising
      ? await redis().zrange(this.#key, `${start}`, `${end}`, "WITHSCORES")
      : await redis().zrevrange(this.#key, start, end, "WITHSCORES");
    this.#offset = start + CHUNK;
    this.#ended = found.length < CHUNK * 2;
    const now = Date.now();
    const places: Place[] = [];
    for (let at = 0; at + 1 < found.length; at += 2) {
      const score = Number(found[at + 1]);
      // Expired ids are trimmed only when the next entry is written.
      if (this.#phase !== "hits" && score <= now) continue;
      const id = found[at] as string;
      places.push({ phase: this.#phase, score, namespace: this.#namespace, id });
    }
    this.#buffer = this.#phase === "rest" ? await this.#neverHit(places) : places;
    this.#at = 0;
  }

  async #neverHit(places: Place[]): Promise<Place[]> {
    if (places.length === 0) return [];
    const top = topKey(this.#namespace.name, this.#namespace.generation);
    const hits = await redis().zmscore(
      top,
      places.map(({ id }) => id),
    );
    return places.filter((_, at) => hits[at] === null);
  }

  /** How many of this namespace come before the cursor. */
  async #start(rising: boolean): Promise<number> {
    const cursor = this.#cursor;
    this.#cursor = undefined;
    if (!cursor) return 0;
    const { score } = cursor;
    const beyond = (inclusive: boolean) => {
      const edge = `${inclusive ? "" : "("}${score}`;
      return rising
        ? redis().zcount(this.#key, "-inf", edge)
        : redis().zcount(this.#key, edge, "+inf");
    };
    if (cursor.namespace !== this.#namespace.name)
      return beyond(this.#namespace.name < cursor.namespace);
    const rank = rising
      ? await redis().zrank(this.#key, cursor.id)
      : await redis().zrevrank(this.#key, cursor.id);
    return typeof rank === "number" ? rank + 1 : beyond(false);
  }
}
