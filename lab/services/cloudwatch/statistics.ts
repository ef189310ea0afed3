import { AwsError } from "../../core/aws-error.ts";
import type { Slot } from "./metrics.ts";

export const STATISTICS = ["SampleCount", "Average", "Sum", "Minimum", "Maximum"] as const;
export type Statistic = (typeof STATISTICS)[number];

export interface Period extends Pick<Slot, "sum" | "count" | "min" | "max"> {
  /** Seconds since 1970 at which the period begins. */
  at: number;
  unit?: string;
}

/** A statistic that the lab keeps enough for. Throws `InvalidParameterValue` for percentiles and the like. */
export function asStatistic(text: string): Statistic {
  const found = STATISTICS.find((one) => one === text);
  if (found) return found;
  const message = `The lab has the statistics ${STATISTICS.join(", ")} only.`;
  throw new AwsError("InvalidParameterValue", message);
}

export function statisticOf(period: Omit<Period, "at">, statistic: Statistic): number {
  switch (statistic) {
    case "SampleCount":
      return period.count;
    case "Average":
      return period.count === 0 ? 0 : period.sum / period.count;
    case "Sum":
      return period.sum;
    case "Minimum":
      return period.min;
    case "Maximum":
      return period.max;
  }
}

/** Slots added up into periods of `seconds`, oldest first; a period without data is absent. */
export function intoPeriods(slots: Slot[], seconds: number): Period[] {
  const periods = new Map<number, Period>();
  for (const slot of slots) {
    const at = Math.floor(slot.at / seconds) * seconds;
    const before = periods.get(at);
    periods.set(at, {
      at,
      sum: (before?.sum ?? 0) + slot.sum,
      count: (before?.count ?? 0) + slot.count,
      min: Math.min(before?.min ?? slot.min, slot.min),
      max: Math.max(before?.max ?? slot.max, slot.max),
      ...(slot.unit ? { unit: slot.unit } : {}),
    });
  }
  return [...periods.values()].sort((a, b) => a.at - b.at);
}
