import "server-only";
import { coverTime, stepOf, type TimeFrame, timeFrame } from "@/lib/prompt-cache/bucket-size";
import type {
  Marker,
  OverviewBucket,
  OverviewQuery,
  OverviewView,
} from "@/lib/prompt-cache/overview";
import { now } from "@/server/platform/clock";
import { log } from "@/server/platform/log";
import { addCounts, newCounts, SLOT } from "./counters/slots";
import { knownNamespaces } from "./overview/known-namespaces";
import { type CountedPart, readCounts } from "./overview/read-counts";
import { readRedisHealth } from "./overview/read-redis-health";
import { readSettingsMarkers } from "./overview/read-settings-markers";
import { reasonsOf, totalsOf } from "./overview/totals-of";

const iso = (seconds: number): string => new Date(seconds * 1000).toISOString();

/**
 * Figures of a range. Redis away is told in `problem` and `redis`, with the figures that were read
 * last (`previous`) or none, so that the page can say more than that it failed.
 * Markers are changes of settings; what other workflows did is added by whoever composes the page.
 */
export async function readOverview({
  input,
  previous,
}: {
  input: OverviewQuery;
  previous?: OverviewView;
}): Promise<OverviewView> {
  const nowMs = now().getTime();
  const frame = timeFrame(input, nowMs);
  const [redis, markers, counted] = await Promise.all([
    readRedisHealth(),
    readSettingsMarkers(new Date(frame.from * 1000), new Date(nowMs), input.namespace).catch(
      (error): Marker[] => {
        log().debug({ error }, "changes of settings could not be read");
        return [];
      },
    ),
    readFigures(input, frame, nowMs).catch((error) => {
      log().debug({ error }, "the prompt cache's counters could not be read");
      return undefined;
    }),
  ]);
  const frameOf = { from: iso(frame.from), to: iso(frame.to), bucketSeconds: frame.bucketSeconds };
  if (counted) return { ...frameOf, ...counted, markers, redis };
  const last = previous ?? {
    ...frameOf,
    buckets: [],
    total: totalsOf(newCounts()),
    reasons: [],
    namespaces: [],
    models: [],
  };
  return {
    ...last,
    markers,
    redis: { state: "down" },
    problem:
      "Redis does not answer, so the counters cannot be read; requests go straight to the model.",
  };
}

async function readFigures(input: OverviewQuery, frame: TimeFrame, nowMs: number) {
  const nowS = Math.floor(nowMs / 1000);
  const { from, to, bucketSeconds } = frame;
  // Compared with as much time as there was yet, not with a whole last bucket.
  const before = coverTime(from - (Math.min(to, nowS) - from), from, nowS);
  const { all, counted } = await knownNamespaces((before[0]?.start ?? from) * 1000);
  const namespaces =
    input.namespace === undefined ? counted : counted.filter((name) => name === input.namespace);
  const current = await readCounts(namespaces, partsOf(frame), input.model);
  const past = await readCounts(namespaces, before, input.model);
  const total = newCounts();
  const perBucket = bucketSeconds / stepOf(bucketSeconds).seconds;
  const buckets: OverviewBucket[] = [];
  for (let at = 0; at * bucketSeconds < to - from; at += 1) {
    const counts = sumOf(current.byPart.slice(at * perBucket, (at + 1) * perBucket));
    if (!counts) continue;
    addCounts(total, counts);
    const start = from + at * bucketSeconds;
    const partial = start + bucketSeconds > nowMs / 1000;
    buckets.push({ ...totalsOf(counts), start: iso(start), partial });
  }
  const pastTotal = sumOf(past.byPart);
  return {
    buckets,
    total: totalsOf(total),
    ...(pastTotal && (pastTotal[SLOT.requests] as number) > 0 && { previous: totalsOf(pastTotal) }),
    reasons: reasonsOf(total),
    namespaces: all,
    models: [...current.models].sort(),
  };
}

function partsOf({ from, to, bucketSeconds }: TimeFrame): CountedPart[] {
  const step = stepOf(bucketSeconds);
  return Array.from({ length: (to - from) / step.seconds }, (_, at) => ({
    step,
    start: from + at * step.seconds,
  }));
}

function sumOf(parts: (Float64Array | undefined)[]): Float64Array | undefined {
  const counted = parts.filter((part) => part !== undefined);
  if (counted.length === 0) return undefined;
  const sum = newCounts();
  for (const part of counted) addCounts(sum, part);
  // Another model's counts are none of this one's.
  return sum.some((count) => count !== 0) ? sum : undefined;
}
