import { AwsError } from "../../core/aws-error.ts";
import type { Lab } from "../../core/contracts.ts";
import { isTrue, listOf, optionalText, requiredText, wholeNumber } from "../../core/input.ts";
import { isComparison } from "./evaluate.ts";
import { dimensionsOf, type MetricIdentity, SLOT_SECONDS } from "./metrics.ts";
import { asStatistic, type Statistic } from "./statistics.ts";

export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";
export const ALARM_STATES: readonly AlarmState[] = ["OK", "ALARM", "INSUFFICIENT_DATA"];

export interface Alarm {
  name: string;
  description?: string;
  metric: MetricIdentity;
  statistic: Statistic;
  period: number;
  evaluationPeriods: number;
  datapointsToAlarm: number;
  threshold: number;
  comparison: string;
  treatMissingData: string;
  actionsEnabled: boolean;
  actions: Record<AlarmState, string[]>;
  state: AlarmState;
  reason: string;
  reasonData?: string;
  stateAt: Date;
  configuredAt: Date;
}

/** An alarm from PutMetricAlarm's input; an existing one keeps its state. */
export function alarmFrom(input: Record<string, unknown>, before: Alarm | undefined): Alarm {
  if (input.Metrics || input.ExtendedStatistic) {
    const message = "The lab does not implement alarms on metric math or percentiles.";
    throw new AwsError("InvalidParameterValue", message);
  }
  const comparison = requiredText(input, "ComparisonOperator");
  if (!isComparison(comparison)) {
    throw new AwsError(
      "InvalidParameterValue",
      `The lab does not know the comparison ${comparison}.`,
    );
  }
  const threshold = Number(input.Threshold ?? Number.NaN);
  if (!Number.isFinite(threshold)) {
    throw new AwsError("MissingParameter", "The parameter Threshold is required.");
  }
  const description = optionalText(input, "AlarmDescription");
  const evaluationPeriods = wholeNumber(input, "EvaluationPeriods", {
    min: 1,
    max: 1_440,
    otherwise: 1,
  });
  return {
    name: requiredText(input, "AlarmName"),
    ...(description ? { description } : {}),
    metric: {
      namespace: requiredText(input, "Namespace"),
      name: requiredText(input, "MetricName"),
      dimensions: dimensionsOf(input),
    },
    statistic: asStatistic(requiredText(input, "Statistic")),
    period: wholeNumber(input, "Period", { min: SLOT_SECONDS, max: 86_400, otherwise: 60 }),
    evaluationPeriods,
    datapointsToAlarm: wholeNumber(input, "DatapointsToAlarm", {
      min: 1,
      max: evaluationPeriods,
      otherwise: evaluationPeriods,
    }),
    threshold,
    comparison,
    treatMissingData: optionalText(input, "TreatMissingData") ?? "missing",
    actionsEnabled: input.ActionsEnabled === undefined || isTrue(input.ActionsEnabled),
    actions: {
      OK: listOf<string>(input, "OKActions"),
      ALARM: listOf<string>(input, "AlarmActions"),
      INSUFFICIENT_DATA: listOf<string>(input, "InsufficientDataActions"),
    },
    state: before?.state ?? "INSUFFICIENT_DATA",
    reason: before?.reason ?? "Unchecked: Initial alarm creation",
    stateAt: before?.stateAt ?? new Date(),
    configuredAt: new Date(),
  };
}

export const alarmArn = (lab: Lab, alarm: Alarm): string =>
  lab.arn("cloudwatch", `alarm:${alarm.name}`);

/** As DescribeAlarms tells it. */
export function describeAlarm(lab: Lab, alarm: Alarm): Record<string, unknown> {
  return {
    AlarmName: alarm.name,
    AlarmArn: alarmArn(lab, alarm),
    ...(alarm.description ? { AlarmDescription: alarm.description } : {}),
    AlarmConfigurationUpdatedTimestamp: alarm.configuredAt,
    ActionsEnabled: alarm.actionsEnabled,
    OKActions: alarm.actions.OK,
    AlarmActions: alarm.actions.ALARM,
    InsufficientDataActions: alarm.actions.INSUFFICIENT_DATA,
    StateValue: alarm.state,
    StateReason: alarm.reason,
    ...(alarm.reasonData ? { StateReasonData: alarm.reasonData } : {}),
    StateUpdatedTimestamp: alarm.stateAt,
    StateTransitionedTimestamp: alarm.stateAt,
    MetricName: alarm.metric.name,
    Namespace: alarm.metric.namespace,
    Statistic: alarm.statistic,
    Dimensions: alarm.metric.dimensions,
    Period: alarm.period,
    EvaluationPeriods: alarm.evaluationPeriods,
    DatapointsToAlarm: alarm.datapointsToAlarm,
    Threshold: alarm.threshold,
    ComparisonOperator: alarm.comparison,
    TreatMissingData: alarm.treatMissingData,
  };
}
