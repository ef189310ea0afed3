import "server-only";
import { STEPS_COUNTED } from "@/lib/prompt-cache/bucket-size";
import { idsKey } from "../engine/redis-keys";
import type { Sealing } from "../traces/sealing";
import { pairOf, storePair, storeTrace } from "../traces/store-form";
import { counterKey, encodeModel, flushedKey, hitsKey, pairsKey, recentKey, topKey } from "./keys";
import type { Cell, EntryHits, Taken } from "./shelf";
import { SLOT_COUNT, SLOT_NAMES } from "./slots";

/** One call of the flush script: what one namespace counted. Made once, sent until it arrived. */
export interface Flush {
  number: number;
  keys: string[];
  /** Behind number and time. */
  args: string[];
}

export function flushOf(
  namespace: string,
  process: string,
  number: number,
  taken: Taken,
  sealing?: Sealing,
): Flush {
  const keys = [flushedKey(namespace, process), recentKey(namespace), pairsKey(namespace)];
  const args: string[] = [];
  addCounters(namespace, taken.cells, keys, args);
  addEntries(
    taken.traces.map((trace) => storeTrace(trace, sealing)),
    args,
  );
  addEntries(
    taken.pairs.flatMap((trace) => {
      const pair = pairOf(trace);
      return pair ? [storePair(pair, sealing)] : [];
    }),
    args,
  );
  addHits(namespace, taken.hits, keys, args);
  return { number, keys, args };
}

/** Minute, hour and day get the same numbers, so that every roll-up agrees. */
function addCounters(namespace: string, cells: Cell[], keys: string[], args: string[]): void {
  const buckets = new Map<string, { ttl: number; fields: string[] }>();
  for (const { minute, model, counts } of cells) {
    const fields = fieldsOf(model, counts);
    for (const step of STEPS_COUNTED) {
      const key = counterKey(namespace, step, minute - (minute % step.seconds));
      const bucket = buckets.get(key) ?? { ttl: step.keptSeconds, fields: [] };
      bucket.fields.push(...fields);
      buckets.set(key, bucket);
    }
  }
  args.push(`${buckets.size}`);
  for (const [key, { ttl, fields }] of buckets) {
    keys.push(key);
    args.push(`${ttl}`, `${fields.length / 2}`, ...fields);
  }
}

function fieldsOf(model: string, counts: Float64Array): string[] {
  const prefix = `${encodeModel(model)}|`;
  const fields: string[] = [];
  for (let slot = 0; slot < SLOT_COUNT; slot += 1)
    // Whole numbers below 2⁵³, written without an exponent.
    if (counts[slot] !== 0)
      fields.push(`${prefix}${SLOT_NAMES[slot]}`, `${BigInt(counts[slot] ?? 0)}`);
  return fields;
}

function addEntries(entries: string[][], args: string[]): void {
  args.push(`${entries.length}`);
  for (const fields of entries) args.push(`${fields.length}`, ...fields);
}

function addHits(
  namespace: string,
  hits: Map<string, EntryHits>,
  keys: string[],
  args: string[],
): void {
  const generations = Map.groupBy(hits, ([, { generation }]) => generation);
  args.push(`${generations.size}`);
  for (const [generation, entries] of generations) {
    keys.push(
      hitsKey(namespace, generation),
      topKey(namespace, generation),
      idsKey({ name: namespace, generation }),
    );
    args.push(`${entries.length}`);
    for (const [id, { count, saved, last }] of entries)
      args.push(id, `${count}`, `${BigInt(saved)}`, `${last}`);
  }
}
