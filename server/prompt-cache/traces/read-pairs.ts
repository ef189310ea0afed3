import "server-only";
import { redis } from "@/server/redis";
import { pairsKey } from "../counters/keys";
import { traceSealing } from "../counters/process-recorder";
import { type RecordedPair, readStored } from "./store-form";

const AT_ONCE = 1_000;
/** As many as the stream keeps, and what it has not trimmed yet. */
const MOST = 6_000;

/** The recorded pairs of a namespace, newest first. Throws what Redis throws. */
export async function readPairs(namespace: string): Promise<RecordedPair[]> {
  const pairs: RecordedPair[] = [];
  let end = "+";
  for (let read = 0; read < MOST; read += AT_ONCE) {
    const entries = await redis().xrevrange(pairsKey(namespace), end, "-", "COUNT", AT_ONCE);
    for (const [, fields] of entries) {
      const pair = readStored<RecordedPair>(fields, namespace, traceSealing());
      if (pair) pairs.push(pair);
    }
    const last = entries.at(-1)?.[0];
    if (!last || entries.length < AT_ONCE) break;
    end = `(${last}`;
  }
  return pairs;
}
