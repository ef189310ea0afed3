import { createHash } from "node:crypto";
import { AwsError } from "../../core/aws-error.ts";
import type { Lab } from "../../core/contracts.ts";
import { listOf, moment, optionalText, requiredText } from "../../core/input.ts";

export interface Dimension {
  Name: string;
  Value: string;
}

export interface MetricIdentity {
  namespace: string;
  name: string;
  dimensions: Dimension[];
}

/** What was put within ten seconds, added up. */
export interface Slot {
  metric: string;
  /** Seconds since 1970, a multiple of SLOT_SECONDS. */
  at: number;
  sum: number;
  count: number;
  min: number;
  max: number;
  unit?: string;
}

export const SLOT_SECONDS = 10;
const KEPT_SECONDS = 24 * 3600;

export interface Metrics {
  put(input: Record<string, unknown>): MetricIdentity[];
  all(): MetricIdentity[];
  /** Slots with `from <= at < to` (seconds), oldest first. */
  slots(metric: MetricIdentity, from: number, to: number): Slot[];
  prune(): void;
}

/** The same metric has the same id, whatever the order of its dimensions. */
export function metricId({ namespace, name, dimensions }: MetricIdentity): string {
  const pairs = dimensions.map((one) => [one.Name, one.Value]).sort();
  const text = JSON.stringify([namespace, name, pairs]);
  return createHash("sha256").update(text).digest("hex").slice(0, 24);
}

/** Dimensions of an input, checked. */
export function dimensionsOf(input: Record<string, unknown>): Dimension[] {
  return listOf<Record<string, unknown>>(input, "Dimensions").map((one) => ({
    Name: requiredText(one ?? {}, "Name"),
    Value: requiredText(one ?? {}, "Value"),
  }));
}

/** Metrics in slots of ten seconds, kept for a day. */
export function openMetrics(lab: Lab): Metrics {
  const identities = lab.store.collection<MetricIdentity>("cloudwatch.metrics");
  const slots = lab.store.collection<Slot>("cloudwatch.slots");
  // By the hour, so that reading a short window does not read the whole day.
  const hourId = (metric: string, hour: number) => `${metric}/${hour}/`;
  const slotId = (metric: string, at: number) => `${hourId(metric, Math.floor(at / 3600))}${at}`;

  return {
    put(input) {
      const namespace = requiredText(input, "Namespace");
      const data = listOf<Record<string, unknown>>(input, "MetricData");
      if (data.length > 1_000) {
        throw new AwsError("InvalidParameterValue", "At most 1000 metrics can be put at once.");
      }
      return lab.store.transaction(() =>
        data.map((datum) => {
          const identity = {
            namespace,
            name: requiredText(datum ?? {}, "MetricName"),
            dimensions: dimensionsOf(datum),
          };
          const id = metricId(identity);
          if (!identities.get(id)) identities.put(id, identity);
          const time =
            datum.Timestamp === undefined ? new Date() : moment(datum.Timestamp, "Timestamp");
          const at = Math.floor(time.getTime() / 1000 / SLOT_SECONDS) * SLOT_SECONDS;
          const key = slotId(id, at);
          const unit = optionalText(datum, "Unit");
          slots.put(
            key,
            merged(slots.get(key), {
              metric: id,
              at,
              ...measured(datum),
              ...(unit ? { unit } : {}),
            }),
          );
          return identity;
        }),
      );
    },
    all: () => identities.list(),
    slots(metric, from, to) {
      const id = metricId(metric);
      const first = Math.floor(Math.max(from, Date.now() / 1000 - KEPT_SECONDS) / 3600);
      const last = Math.floor(Math.min(to, Date.now() / 1000 + 3600) / 3600);
      const hours = Array.from(
        { length: Math.max(0, last - first + 1) },
        (_, index) => first + index,
      );
      return hours
        .flatMap((hour) => slots.list(hourId(id, hour)))
        .filter((slot) => slot.at >= from && slot.at < to)
        .sort((a, b) => a.at - b.at);
    },
    prune() {
      const oldest = Date.now() / 1000 - KEPT_SECONDS;
      lab.store.transaction(() => {
        for (const slot of slots.list()) {
          if (slot.at < oldest) slots.delete(slotId(slot.metric, slot.at));
        }
      });
    },
  };
}

type Measured = Pick<Slot, "sum" | "count" | "min" | "max">;

/** A datum carries one value, a set of statistics, or values with counts. */
function measured(datum: Record<string, unknown>): Measured {
  const set = datum.StatisticValues as Record<string, unknown> | undefined;
  if (set) {
    return {
      sum: finite(set.Sum, "Sum"),
      count: finite(set.SampleCount, "SampleCount"),
      min: finite(set.Minimum, "Minimum"),
      max: finite(set.Maximum, "Maximum"),
    };
  }
  const values = listOf(datum, "Values").map((value) => finite(value, "Values"));
  if (values.length > 0) {
    const counts = listOf(datum, "Counts").map((count) => finite(count, "Counts"));
    const count = (index: number) => counts[index] ?? 1;
    return {
      sum: values.reduce((sum, value, index) => sum + value * count(index), 0),
      count: values.reduce((sum, _value, index) => sum + count(index), 0),
      min: Math.min(...values),
      max: Math.max(...values),
    };
  }
  const value = finite(datum.Value, "Value");
  return { sum: value, count: 1, min: value, max: value };
}

function finite(value: unknown, name: string): number {
  const number = Number(value ?? Number.NaN);
  if (Number.isFinite(number)) return number;
  throw new AwsError("InvalidParameterValue", `The parameter ${name} must be a number.`);
}

function merged(before: Slot | undefined, added: Slot): Slot {
  if (!before) return added;
  return {
    ...before,
    ...added,
    sum: before.sum + added.sum,
    count: before.count + added.count,
    min: Math.min(before.min, added.min),
    max: Math.max(before.max, added.max),
  };
}
