import type { Alarm, AlarmState } from "./alarm.ts";
import type { Metrics } from "./metrics.ts";
import { intoPeriods, statisticOf } from "./statistics.ts";

const COMPARISONS: Record<string, (value: number, threshold: number) => boolean> = {
  GreaterThanThreshold: (value, threshold) => value > threshold,
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

export const isComparison = (text: string): boolean => Object.hasOwn(COMPARISONS, text);

export interface Verdict {
  state: AlarmState;
  reason: string;
  datapoints: number[];
}

/**
 * What state an alarm should have now: M of the last N periods breach. The period under way counts
 * when it breaches already, so that the lab's alarms ring at once (in AWS after the period's end).
 */
export function evaluate(alarm: Alarm, metrics: Metrics, now = Date.now() / 1000): Verdict {
  const { period, evaluationPeriods: wanted } = alarm;
  const underWay = Math.floor(now / period) * period;
  const from = underWay - wanted * period;
  const found = intoPeriods(metrics.slots(alarm.metric, from, now + 1), period);
  const breaches = (value: number) =>
    COMPARISONS[alarm.comparison]?.(value, alarm.threshold) === true;
  const values = new Map(found.map((one) => [one.at, statisticOf(one, alarm.statistic)]));
  const current = values.get(underWay);
  const last = current !== undefined && breaches(current) ? underWay : underWay - period;

  const window: (number | undefined)[] = [];
  for (let index = wanted - 1; index >= 0; index--) window.push(values.get(last - index * period));
  const datapoints = window.filter((value) => value !== undefined);
  const missing = window.length - datapoints.length;
  const breaching =
    datapoints.filter(breaches).length + (alarm.treatMissingData === "breaching" ? missing : 0);
  const counted = missing === 0 || ["breaching", "notBreaching"].includes(alarm.treatMissingData);

  if (breaching >= alarm.datapointsToAlarm) {
    return { state: "ALARM", reason: reasonFor(alarm, datapoints, breaching), datapoints };
  }
  if (datapoints.length === 0 && !counted) {
    const state = alarm.treatMissingData === "ignore" ? alarm.state : "INSUFFICIENT_DATA";
    const reason = "Insufficient Data: no datapoints were received for the evaluated periods.";
    return { state, reason, datapoints };
  }
  return { state: "OK", reason: reasonFor(alarm, datapoints, breaching), datapoints };
}

function reasonFor(alarm: Alarm, datapoints: number[], breaching: number): string {
  const words = alarm.comparison
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .replace(" threshold", " the threshold");
  const shown = datapoints.length > 0 ? ` [${datapoints.join(", ")}]` : "";
  return `Threshold Crossed: ${breaching} of the last ${alarm.evaluationPeriods} datapoints${shown} ${breaching === 1 ? "was" : "were"} ${words} (${alarm.threshold}); ${alarm.datapointsToAlarm} of them ring the alarm.`;
}
