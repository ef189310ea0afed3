import "server-only";
import type { CountedStep } from "@/lib/prompt-cache/bucket-size";
import { redis } from "@/server/redis";
import { counterKey, decodeModel } from "../counters/keys";
import { newCounts, slotOf } from "../counters/slots";

export interface CountedPart {
  step: CountedStep;
  /** Unix seconds. */
  start: number;
}

export interface Counts {
  /** In the order of the parts; undefined where nothing was counted. */
  byPart: (Float64Array | undefined)[];
  /** All models that were met, also those that were not asked for. */
  models: Set<string>;
}

/** Hashes in one round trip: a few milliseconds of Redis, so that others are served between. */
const AT_ONCE = 150;

/**
 * Sums of the namespaces' counters in each part. Exact up to 2⁵³ nano-dollars (nine million dollars)
 * a part. Throws what Redis throws.
 */
export async function readCounts(
  namespaces: readonly string[],
  parts: readonly CountedPart[],
  model?: string,
): Promise<Counts> {
  const counts: Counts = { byPart: parts.map(() => undefined), models: new Set() };
  const slots = new SlotsOfFields(counts.models, model);
  const wanted = parts.flatMap((part, index) =>
    namespaces.map((namespace) => ({ index, key: counterKey(namespace, part.step, part.start) })),
  );
  for (let at = 0; at < wanted.length; at += AT_ONCE) {
    const some = wanted.slice(at, at + AT_ONCE);
    // By `call` the reply stays a flat list, which for thousands of hashes is much less to make.
    const hashes = await Promise.all(some.map(({ key }) => redis().call("HGETALL", key)));
    hashes.forEach((hash, n) => {
      addHash(counts, some[n]?.index ?? 0, hash as string[], slots);
    });
  }
  return counts;
}

function addHash(counts: Counts, part: number, hash: string[], slots: SlotsOfFields): void {
  for (let at = 0; at + 1 < hash.length; at += 2) {
    const slot = slots.of(hash[at] as string);
    if (slot < 0) continue;
    counts.byPart[part] ??= newCounts();
    const sums = counts.byPart[part] as Float64Array;
    sums[slot] = (sums[slot] as number) + Number(hash[at + 1]);
  }
}

/** The same fields come in every hash, so each is taken apart once. */
class SlotsOfFields {
  readonly #known = new Map<string, number>();
  readonly #models: Set<string>;
  readonly #only: string | undefined;

  constructor(models: Set<string>, only: string | undefined) {
    this.#models = models;
    this.#only = only;
  }

  /** −1 for a field of another model, or one that a newer version counts and this one does not know. */
  of(field: string): number {
    const known = this.#known.get(field);
    if (known !== undefined) return known;
    const bar = field.indexOf("|");
    const model = decodeModel(field.slice(0, bar));
    this.#models.add(model);
    const wanted = this.#only === undefined || model === this.#only;
    const slot = wanted ? (slotOf(field.slice(bar + 1)) ?? -1) : -1;
    this.#known.set(field, slot);
    return slot;
  }
}
