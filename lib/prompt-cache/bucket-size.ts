import { type OverviewQuery, RANGES } from "./overview";

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;

/** What is counted: one hash per minute, hour and day, with how long each is kept (seconds). */
export const STEPS_COUNTED = [
  { seconds: MINUTE, letter: "m", keptSeconds: 2 * DAY },
  { seconds: HOUR, letter: "h", keptSeconds: 35 * DAY },
  { seconds: DAY, letter: "d", keptSeconds: 400 * DAY },
] as const;
export type CountedStep = (typeof STEPS_COUNTED)[number];

/** Widths of a bucket in a chart, each a whole number of counted steps. */
const WIDTHS = [
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  HOUR,
  2 * HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  5 * DAY,
  10 * DAY,
];
const MOST_BUCKETS = 120;

export interface TimeFrame {
  /** Unix seconds, whole buckets; `to` is the end of the last one, which may lie in the future. */
  from: number;
  to: number;
  bucketSeconds: number;
}

/**
 * The buckets that a range or a brushed part is shown in: minutes up to six hours, hours up to
 * thirty days, days beyond, widened until at most 120 are needed. What is no longer kept by the
 * minute is shown by the hour, then by the day.
 */
export function timeFrame(
  query: Pick<OverviewQuery, "range" | "from" | "to">,
  nowMs: number,
): TimeFrame {
  const now = Math.floor(nowMs / 1000);
  const to = Math.min(seconds(query.to) ?? now, now);
  const oldest = now - STEPS_COUNTED[2].keptSeconds;
  const from = Math.max(oldest, seconds(query.from) ?? to - RANGES[query.range]);
  const span = Math.max(MINUTE, to - from);
  const finest = finestStep(span, now - from);
  const width =
    WIDTHS.find((each) => each >= finest && span / each <= MOST_BUCKETS) ??
    (WIDTHS.at(-1) as number);
  const end = Math.ceil((to + (query.to ? 0 : 1)) / width) * width;
  // Counted back from the end, so that a range has as many buckets at every moment of the hour.
  const count = Math.max(
    1,
    query.from ? Math.ceil((end - from) / width) : Math.round(span / width),
  );
  return { from: end - count * width, to: end, bucketSeconds: width };
}

function finestStep(span: number, age: number): number {
  if (span <= 6 * HOUR && age < STEPS_COUNTED[0].keptSeconds) return MINUTE;
  if (span <= 30 * DAY && age < STEPS_COUNTED[1].keptSeconds) return HOUR;
  return DAY;
}

const seconds = (iso: string | undefined): number | undefined =>
  iso === undefined ? undefined : Math.floor(Date.parse(iso) / 1000);

/** The coarsest counted step that a bucket of this width is a whole number of. */
export const stepOf = (bucketSeconds: number): CountedStep =>
  STEPS_COUNTED.findLast((step) => bucketSeconds % step.seconds === 0) ?? STEPS_COUNTED[0];

/**
 * The fewest counted hashes that together are `[from, to)` (unix seconds, whole minutes): days in the
 * middle, hours around them, minutes at the edges. Where the beginning is so old that its minutes or
 * hours are no longer kept, it is moved to the nearest hour or day.
 */
export function coverTime(
  from: number,
  to: number,
  now: number,
): { step: CountedStep; start: number }[] {
  const kept = STEPS_COUNTED.find((step) => now - from < step.keptSeconds - step.seconds);
  const edge = kept?.seconds ?? DAY;
  const parts: { step: CountedStep; start: number }[] = [];
  for (let at = Math.round(from / edge) * edge; at < to; ) {
    const step =
      STEPS_COUNTED.findLast(({ seconds }) => at % seconds === 0 && at + seconds <= to) ??
      STEPS_COUNTED[0];
    parts.push({ step, start: at });
    at += step.seconds;
  }
  return parts;
}
