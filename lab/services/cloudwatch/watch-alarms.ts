import type { Collection, Lab } from "../../core/contracts.ts";
import { type Alarm, type AlarmState, alarmArn } from "./alarm.ts";
import { evaluate } from "./evaluate.ts";
import type { Metrics } from "./metrics.ts";

/** One change of an alarm's state. */
export interface HistoryItem {
  alarm: string;
  at: Date;
  summary: string;
  data: string;
}

export interface Watch {
  /** Puts an alarm into a state: kept, told to the bus, its actions taken. */
  change(alarm: Alarm, state: AlarmState, reason: string, data?: string): Promise<void>;
  /** Evaluates an alarm and changes it when it should be in another state. */
  look(alarm: Alarm): Promise<void>;
}

/** What rings the alarms. */
export function createWatch(
  lab: Lab,
  alarms: Collection<Alarm>,
  history: Collection<HistoryItem>,
  metrics: Metrics,
): Watch {
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

  return { change, look };
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
