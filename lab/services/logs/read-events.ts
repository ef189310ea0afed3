/** GetLogEvents and FilterLogEvents over the stream files. */
import { AwsError } from "../../core/aws-error.ts";
import { matchesPattern } from "./filter-pattern.ts";
import type { LogRegistry } from "./registry.ts";
import { type PlacedEvent, readBackward, readForward, streamSize } from "./stream-file.ts";

/** AWS: at most 1 MB or 10,000 events in one answer. */
const ANSWER_BYTES = 1024 * 1024;
const ANSWER_EVENTS = 10_000;

const forwardToken = (offset: number) => `f/${String(offset).padStart(20, "0")}/s`;
const backwardToken = (offset: number) => `b/${String(offset).padStart(20, "0")}/s`;

function parseToken(token: string): { direction: "f" | "b"; offset: number } {
  const match = /^([fb])\/(\d{1,20})\/s$/.exec(token);
  if (!match) {
    throw new AwsError("InvalidParameterException", "The specified nextToken is invalid.");
  }
  return { direction: match[1] as "f" | "b", offset: Number(match[2]) };
}

export interface GetLogEventsInput {
  logGroupName?: string;
  logGroupIdentifier?: string;
  logStreamName: string;
  startTime?: number;
  endTime?: number;
  nextToken?: string;
  limit?: number;
  startFromHead?: boolean;
}

/** A group is named by its name or by its ARN. */
export function groupNameOf(input: { logGroupName?: string; logGroupIdentifier?: string }): string {
  const name = input.logGroupName ?? input.logGroupIdentifier;
  if (!name) {
    throw new AwsError("InvalidParameterException", "A log group name or identifier is required.");
  }
  const arn = /^arn:[^:]*:logs:[^:]*:\d*:log-group:(.+?)(:\*)?$/.exec(name);
  return arn?.[1] ?? name;
}

/** The same forward token twice means: nothing new. Rule of the GetLogEvents reference. */
export function getLogEvents(registry: LogRegistry, input: GetLogEventsInput) {
  const group = groupNameOf(input);
  registry.stream(group, input.logStreamName);
  const path = registry.path(group, input.logStreamName);
  const limit = Math.min(input.limit ?? ANSWER_EVENTS, ANSWER_EVENTS);
  const token = input.nextToken ? parseToken(input.nextToken) : undefined;
  const backward = token ? token.direction === "b" : !input.startFromHead;
  const size = streamSize(path);
  const begin = token ? Math.min(token.offset, size) : backward ? size : 0;

  const events: PlacedEvent[] = [];
  let bytes = 0;
  // What the time window leaves out still moves the cursor.
  let first = begin;
  let last = begin;
  const take = (event: PlacedEvent) => {
    const inWindow =
      event.timestamp >= (input.startTime ?? 0) &&
      event.timestamp < (input.endTime ?? Number.POSITIVE_INFINITY);
    if (inWindow) {
      bytes += event.message.length + 26;
      if (events.length > 0 && bytes > ANSWER_BYTES) return false;
      events.push(event);
    }
    first = Math.min(first, event.from);
    last = Math.max(last, event.to);
    return events.length < limit;
  };
  if (backward) readBackward(path, begin, take);
  else readForward(path, begin, take);
  if (backward) events.reverse();
  return {
    events: events.map(({ timestamp, message, ingestionTime }) => ({
      timestamp,
      message,
      ingestionTime,
    })),
    nextForwardToken: forwardToken(last),
    nextBackwardToken: backwardToken(first),
  };
}

export interface FilterLogEventsInput {
  logGroupName?: string;
  logGroupIdentifier?: string;
  logStreamNames?: string[];
  logStreamNamePrefix?: string;
  startTime?: number;
  endTime?: number;
  filterPattern?: string;
  nextToken?: string;
  limit?: number;
}

/** Streams one after the other; a page ends at `limit` events or 1 MB. */
export function filterLogEvents(registry: LogRegistry, input: FilterLogEventsInput) {
  const group = groupNameOf(input);
  const matches = matchesPattern(input.filterPattern ?? "");
  const named = input.logStreamNames;
  const streams = registry
    .streams(group)
    .map((stream) => stream.name)
    .filter((name) => !named || named.includes(name))
    .filter((name) => name.startsWith(input.logStreamNamePrefix ?? ""))
    .sort();
  const limit = Math.min(input.limit ?? ANSWER_EVENTS, ANSWER_EVENTS);
  const place = /^(\d+):(\d+)$/.exec(
    input.nextToken ? Buffer.from(input.nextToken, "base64url").toString() : "0:0",
  );
  if (!place) {
    throw new AwsError("InvalidParameterException", "The specified nextToken is invalid.");
  }
  const events: Record<string, unknown>[] = [];
  let bytes = 0;
  let full = false;
  let nextToken: string | undefined;
  for (let index = Number(place[1]); index < streams.length && !full; index++) {
    const logStreamName = streams[index] as string;
    const from = index === Number(place[1]) ? Number(place[2]) : 0;
    readForward(registry.path(group, logStreamName), from, (event) => {
      if (events.length >= limit || bytes > ANSWER_BYTES) {
        full = true;
        nextToken = Buffer.from(`${index}:${event.from}`).toString("base64url");
        return false;
      }
      const wanted =
        event.timestamp >= (input.startTime ?? 0) &&
        event.timestamp <= (input.endTime ?? Number.POSITIVE_INFINITY) &&
        matches(event.message);
      if (wanted) {
        bytes += event.message.length + 26;
        const { timestamp, message, ingestionTime } = event;
        const eventId = `${index}-${event.from}`;
        events.push({ logStreamName, timestamp, message, ingestionTime, eventId });
      }
      return true;
    });
  }
  return { events, searchedLogStreams: [], ...(nextToken ? { nextToken } : {}) };
}
