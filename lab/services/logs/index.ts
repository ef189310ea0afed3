/** CloudWatch Logs, as far as builds and people who read them need it. */
import { AwsError } from "../../core/aws-error.ts";
import type { Lab, Service } from "../../core/contracts.ts";
import { describeGroups, describeStreams } from "./describe.ts";
import { filterLogEvents, getLogEvents } from "./read-events.ts";
import { createRegistry } from "./registry.ts";
import { appendEvents } from "./stream-file.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

interface PutInput {
  logGroupName: string;
  logStreamName: string;
  logEvents: { timestamp: number; message: string }[];
}

export default function createLogs(lab: Lab): Service {
  const registry = createRegistry(lab);

  function putLogEvents(input: PutInput) {
    registry.stream(input.logGroupName, input.logStreamName);
    const events = input.logEvents ?? [];
    if (events.length === 0 || events.length > 10_000) {
      throw new AwsError("InvalidParameterException", "1 to 10000 log events are required.");
    }
    const now = Date.now();
    for (let index = 1; index < events.length; index++) {
      if ((events[index]?.timestamp ?? 0) < (events[index - 1]?.timestamp ?? 0)) {
        const message =
          "Log events in a single PutLogEvents request must be in chronological order.";
        throw new AwsError("InvalidParameterException", message);
      }
    }
    const good = events.filter(
      (event) => event.timestamp >= now - 14 * DAY && event.timestamp <= now + 2 * HOUR,
    );
    appendEvents(
      registry.path(input.logGroupName, input.logStreamName),
      good.map((event) => ({ ...event, ingestionTime: now })),
    );
    const tooOld = events.filter((event) => event.timestamp < now - 14 * DAY).length;
    const tooNew = events.findIndex((event) => event.timestamp > now + 2 * HOUR);
    const rejected = {
      ...(tooOld > 0 ? { tooOldLogEventEndIndex: tooOld } : {}),
      ...(tooNew >= 0 ? { tooNewLogEventStartIndex: tooNew } : {}),
    };
    return {
      nextSequenceToken: "00000000000000000000000000000000000000000000000000000000",
      ...(Object.keys(rejected).length > 0 ? { rejectedLogEventsInfo: rejected } : {}),
    };
  }

  return {
    name: "logs",
    protocol: "json1.1",
    targetPrefix: "Logs_20140328",
    operations: {
      CreateLogGroup: (input) => registry.createGroup(input.logGroupName, input.tags),
      DeleteLogGroup: (input) => registry.deleteGroup(input.logGroupName),
      CreateLogStream: (input) => registry.createStream(input.logGroupName, input.logStreamName),
      DeleteLogStream: (input) => registry.deleteStream(input.logGroupName, input.logStreamName),
      PutLogEvents: putLogEvents,
      GetLogEvents: (input) => getLogEvents(registry, input),
      FilterLogEvents: (input) => filterLogEvents(registry, input),
      DescribeLogGroups: (input) => describeGroups(lab, registry, input),
      DescribeLogStreams: (input) => describeStreams(lab, registry, input),
      PutRetentionPolicy: (input) =>
        registry.updateGroup({
          ...registry.group(input.logGroupName),
          retentionInDays: input.retentionInDays,
        }),
    },
  };
}
