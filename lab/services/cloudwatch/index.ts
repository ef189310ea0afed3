/** CloudWatch: metrics, and alarms that are really evaluated; over JSON, CBOR and Query. */
import { AwsError } from "../../core/aws-error.ts";
import type { Lab, Service } from "../../core/contracts.ts";
import { listOf, optionalText, requiredText } from "../../core/input.ts";
import { ALARM_STATES, type Alarm, type AlarmState, alarmFrom, describeAlarm } from "./alarm.ts";
import { dimensionsOf, metricId, openMetrics } from "./metrics.ts";
import { readOperations } from "./read-metrics.ts";
import { createWatch, type HistoryItem } from "./watch-alarms.ts";

type Input = Record<string, unknown>;

/** Windows move with time, so alarms are looked at without new data too. */
const EVALUATE_MS = 5_000;
const PRUNE_MS = 600_000;
const HISTORY_KEPT = 100;

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

  const { change, look } = createWatch(lab, alarms, history, metrics);

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
