import "server-only";
import { DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import type { Evidence } from "@/lib/releases/model";
import { callAws, type UpstreamCtx } from "../call-aws";
import { cloudwatch } from "./client";

/** State of the named alarms, sorted by name. Needs cloudwatch:DescribeAlarms. */
export async function describeAlarms(
  ctx: UpstreamCtx,
  names: string[],
): Promise<Evidence["alarms"]> {
  if (names.length === 0) return [];
  const answer = await callAws(ctx, "cloudwatch", "DescribeAlarms", (options) =>
    cloudwatch().send(
      new DescribeAlarmsCommand({
        AlarmNames: names.slice(0, 100),
        AlarmTypes: ["MetricAlarm", "CompositeAlarm"],
      }),
      options,
    ),
  );
  return [...(answer.MetricAlarms ?? []), ...(answer.CompositeAlarms ?? [])]
    .map((alarm) => ({
      name: alarm.AlarmName ?? "",
      state: alarm.StateValue ?? ("INSUFFICIENT_DATA" as const),
      reason: alarm.StateReason,
    }))
    .sort((a, b) => a.name.localeCompare(b.name));
}
