/** DescribeLogGroups and DescribeLogStreams. */
import { AwsError } from "../../core/aws-error.ts";
import type { Lab } from "../../core/contracts.ts";
import { groupNameOf } from "./read-events.ts";
import type { LogRegistry } from "./registry.ts";
import { type LogEvent, readBackward, readForward, streamSize } from "./stream-file.ts";

function page<T>(items: T[], limit: number | undefined, token: string | undefined) {
  const from = token ? Number(token) : 0;
  if (!Number.isInteger(from) || from < 0) {
    throw new AwsError("InvalidParameterException", "The specified nextToken is invalid.");
  }
  const to = from + Math.min(limit ?? 50, 50);
  return {
    items: items.slice(from, to),
    ...(to < items.length ? { nextToken: String(to) } : {}),
  };
}

interface GroupsInput {
  logGroupNamePrefix?: string;
  logGroupNamePattern?: string;
  limit?: number;
  nextToken?: string;
}

export function describeGroups(lab: Lab, registry: LogRegistry, input: GroupsInput) {
  const groups = registry
    .groups()
    .filter((group) => group.name.startsWith(input.logGroupNamePrefix ?? ""))
    .filter((group) => group.name.includes(input.logGroupNamePattern ?? ""))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const { items, nextToken } = page(groups, input.limit, input.nextToken);
  return {
    logGroups: items.map((group) => ({
      logGroupName: group.name,
      creationTime: group.creationTime,
      metricFilterCount: 0,
      arn: `${lab.arn("logs", `log-group:${group.name}`)}:*`,
      logGroupArn: lab.arn("logs", `log-group:${group.name}`),
      logGroupClass: "STANDARD",
      storedBytes: registry
        .streams(group.name)
        .reduce((sum, stream) => sum + streamSize(registry.path(group.name, stream.name)), 0),
      ...(group.retentionInDays ? { retentionInDays: group.retentionInDays } : {}),
    })),
    ...(nextToken ? { nextToken } : {}),
  };
}

interface StreamsInput {
  logGroupName?: string;
  logGroupIdentifier?: string;
  logStreamNamePrefix?: string;
  orderBy?: "LogStreamName" | "LastEventTime";
  descending?: boolean;
  limit?: number;
  nextToken?: string;
}

export function describeStreams(lab: Lab, registry: LogRegistry, input: StreamsInput) {
  const group = groupNameOf(input);
  const streams = registry
    .streams(group)
    .filter((stream) => stream.name.startsWith(input.logStreamNamePrefix ?? ""))
    .map((stream) => {
      const path = registry.path(group, stream.name);
      const ends: { first?: LogEvent; last?: LogEvent } = {};
      readForward(path, 0, (event) => {
        ends.first = event;
        return false;
      });
      readBackward(path, Number.MAX_SAFE_INTEGER, (event) => {
        ends.last = event;
        return false;
      });
      return {
        logStreamName: stream.name,
        creationTime: stream.creationTime,
        arn: lab.arn("logs", `log-group:${group}:log-stream:${stream.name}`),
        storedBytes: streamSize(path),
        ...(ends.first ? { firstEventTimestamp: ends.first.timestamp } : {}),
        ...(ends.last
          ? {
              lastEventTimestamp: ends.last.timestamp,
              lastIngestionTime: ends.last.ingestionTime,
            }
          : {}),
      };
    });
  const time = (stream: (typeof streams)[number]) =>
    stream.lastEventTimestamp ?? stream.creationTime;
  streams.sort((a, b) =>
    input.orderBy === "LastEventTime"
      ? time(a) - time(b)
      : a.logStreamName < b.logStreamName
        ? -1
        : 1,
  );
  if (input.descending) streams.reverse();
  const { items, nextToken } = page(streams, input.limit, input.nextToken);
  return { logStreams: items, ...(nextToken ? { nextToken } : {}) };
}
