/** CloudWatch: metrics, and alarms that are really evaluated; over JSON, CBOR and Query. */
import { AwsError } from "../../core/aws-error.ts";
import type { Lab, Service } from "../../core/contracts.ts";
import { listOf, optionalText, requiredText } from "../../core/input.ts";
import {
  ALARM_STATES,
  type Alarm,
  type AlarmState,
  alarmArn,
  alarmFrom,
  describeAlarm,
} from "./alarm.ts";
import { evaluate } from "./evaluate.ts";
import { dimensionsOf, metricId, openMetrics } from "./metrics.ts";
import { readOperations } from "./read-metrics.ts";

type Input = Record<string, unknown>;

/** Windows move with time, so alarms are looked at without new data too. */
const EVALUATE_MS = 5_000;
const PRUNE_MS = 600_000;
const HISTORY_KEPT = 100;

interface HistoryItem {
  alarm: string;
  at: Date;
  summary: string;
  data: string;
}

export default function createCloudWatch(lab: Lab): Service {
  const metrics = openMetrics(lab);
  const alarms = lab.store.collection<Alarm>("cloudwatch.alarms");
  const history = lab.store.collection<HistoryItem>("cloudwatch.history");

  const find = (name: string): Alarm => {
    const alarm = alarms.get(name);
    if (!alarm) throw new AwsError("ResourceNotFound", `The alarm ${name} does not exist.`, 404);
    return alarm;
  };
  const chosen = (input: Input) => {
    const names = listOf<string>(input, "AlarmNames");
    const prefix = optionalText(input, "AlarmNamePrefix") ?? "";
    const state = optionalText(input, "StateValue");
    return alarms
      .list(prefix)
      .filter((one) => names.length === 0 || names.includes(one.name))
      .filter((one) => state === undefined || one.state === state);
  };

  async function change(
    alarm: Alarm,
    state: AlarmState,
    reason: string,
    data?: string,
  ): Promise<void> {
    const before = alarm.state;
    const { reasonData: _old, ...rest } = alarm;
    const next: Alarm = {
      ...rest,
      state,
      reason,
      stateAt: new Date(),
      ...(data ? { reasonData: data } : {}),
    };
    const at = new Date();
    const item = {
      alarm: alarm.name,
      at,
      summary: `Alarm updated from ${before} to ${state}`,
      data: JSON.stringify({
        version: "1.0",
        oldState: { stateValue: before, stateReason: alarm.reason },
        newState: { stateValue: state, stateReason: reason },
      }),
    };
    lab.store.transaction(() => {
      alarms.put(alarm.name, next);
      const prefix = `${alarm.name}/`;
      history.put(
        `${prefix}${String(lab.store.next("cloudwatch.history")).padStart(10, "0")}`,
        item,
      );
    });
    lab.emit(stateChange(lab, alarm, next));
    if (!next.actionsEnabled) return;
    for (const TopicArn of next.actions[state].filter((arn) => arn.startsWith("arn:aws:sns:"))) {
      const Subject = `${state}: "${alarm.name}" in ${lab.region}`.slice(0, 100);
      const Message = JSON.stringify({
        AlarmName: alarm.name,
        AlarmArn: alarmArn(lab, alarm),
        NewStateValue: state,
        NewStateReason: reason,
        OldStateValue: before,
        StateChangeTime: at.toISOString(),
      });
      await lab
        .call("sns", "Publish", { TopicArn, Subject, Message })
        .catch((error: unknown) =>
          lab.log("cloudwatch", "An alarm's action failed.", { TopicArn, error: String(error) }),
        );
    }
  }

  async function look(alarm: Alarm): Promise<void> {
    const verdict = evaluate(alarm, metrics);
    if (verdict.state === alarm.state) return;
    const data = JSON.stringify({
      version: "1.0",
      queryDate: new Date().toISOString(),
      statistic: alarm.statistic,
      period: alarm.period,
      recentDatapoints: verdict.datapoints,
      threshold: alarm.threshold,
    });
    await change(alarm, verdict.state, verdict.reason, data);
  }

  function repeat(milliseconds: number, work: () => unknown): void {
    lab.after(milliseconds, async () => {
      try {
        await work();
      } finally {
        repeat(milliseconds, work);
      }
    });
  }

  return {
    name: "cloudwatch",
    protocol: "json1.0",
    targetPrefix: "GraniteServiceVersion20100801",
    apiVersion: "2010-08-01",
    xmlNamespace: "http://monitoring.amazonaws.com/doc/2010-08-01/",
    async start() {
      repeat(EVALUATE_MS, async () => {
        for (const alarm of alarms.list()) await look(alarm);
      });
      repeat(PRUNE_MS, () => metrics.prune());
    },
    operations: {
      ...readOperations(metrics),

      async PutMetricData(input) {
        const touched = new Set(metrics.put(input).map(metricId));
        for (const alarm of alarms.list()) {
          if (touched.has(metricId(alarm.metric))) await look(alarm);
        }
      },

      async PutMetricAlarm(input) {
        const name = requiredText(input, "AlarmName");
        const alarm = alarmFrom(input, alarms.get(name));
        alarms.put(name, alarm);
        await look(alarm);
      },

      DescribeAlarms(input) {
        const types = listOf<string>(input, "AlarmTypes");
        const metricAlarms = types.length === 0 || types.includes("MetricAlarm");
        return {
          CompositeAlarms: [],
          MetricAlarms: metricAlarms ? chosen(input).map((one) => describeAlarm(lab, one)) : [],
        };
      },

      DescribeAlarmsForMetric(input) {
        const id = metricId({
          namespace: requiredText(input, "Namespace"),
          name: requiredText(input, "MetricName"),
          dimensions: dimensionsOf(input),
        });
        const found = alarms.list().filter((one) => metricId(one.metric) === id);
        return { MetricAlarms: found.map((one) => describeAlarm(lab, one)) };
      },

      DescribeAlarmHistory(input) {
        const name = optionalText(input, "AlarmName");
        const items = history
          .list(name === undefined ? "" : `${name}/`)
          .slice(-HISTORY_KEPT)
          .reverse();
        return {
          AlarmHistoryItems: items.map((item) => ({
            AlarmName: item.alarm,
            AlarmType: "MetricAlarm",
            Timestamp: item.at,
            HistoryItemType: "StateUpdate",
            HistorySummary: item.summary,
            HistoryData: item.data,
          })),
        };
      },

      DeleteAlarms(input) {
        for (const name of listOf<string>(input, "AlarmNames")) alarms.delete(name);
      },

      async SetAlarmState(input) {
        const alarm = find(requiredText(input, "AlarmName"));
        const state = requiredText(input, "StateValue") as AlarmState;
        if (!ALARM_STATES.includes(state)) {
          throw new AwsError(
            "InvalidParameterValue",
            `The state must be one of ${ALARM_STATES.join(", ")}.`,
          );
        }
        const data = optionalText(input, "StateReasonData");
        await change(alarm, state, requiredText(input, "StateReason"), data);
      },

      EnableAlarmActions(input) {
        for (const one of chosen(input)) alarms.put(one.name, { ...one, actionsEnabled: true });
      },

      DisableAlarmActions(input) {
        for (const one of chosen(input)) alarms.put(one.name, { ...one, actionsEnabled: false });
      },

      ListTagsForResource: () => ({ Tags: [] }),
    },
  };
}

/** EventBridge's "CloudWatch Alarm State Change". */
function stateChange(lab: Lab, before: Alarm, after: Alarm) {
  const state = (alarm: Alarm) => ({
    value: alarm.state,
    reason: alarm.reason,
    ...(alarm.reasonData ? { reasonData: alarm.reasonData } : {}),
    timestamp: alarm.stateAt.toISOString().replace("Z", "+0000"),
  });
  const { namespace, name, dimensions } = after.metric;
  return {
    source: "aws.cloudwatch",
    "detail-type": "CloudWatch Alarm State Change",
    resources: [alarmArn(lab, after)],
    detail: {
      alarmName: after.name,
      state: state(after),
      previousState: state(before),
      configuration: {
        ...(after.description ? { description: after.description } : {}),
        metrics: [
          {
            id: "metric",
            metricStat: {
              metric: {
                namespace,
                name,
                dimensions: Object.fromEntries(dimensions.map((one) => [one.Name, one.Value])),
              },
              period: after.period,
              stat: after.statistic,
            },
            returnData: true,
          },
        ],
      },
    },
  };
}
