import "server-only";
import { GetLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { callAws, type UpstreamCtx } from "../call-aws";
import { logs } from "./client";

export interface LogEvents {
  events: { at: string; text: string }[];
  /** The same token as was given: nothing newer now. */
  nextToken?: string;
}

/**
 * The next page of a stream (up to 10,000 events or 1 MB), oldest first; `tail` starts at the newest page.
 * Needs logs:GetLogEvents.
 */
export async function getLogEvents(
  ctx: UpstreamCtx,
  stream: { group: string; stream: string },
  options: { token?: string; tail?: boolean } = {},
): Promise<LogEvents> {
  const page = await callAws(ctx, "logs", "GetLogEvents", (sendOptions) =>
    logs().send(
      new GetLogEventsCommand({
        logGroupName: stream.group,
        logStreamName: stream.stream,
        nextToken: options.token,
        startFromHead: options.token !== undefined || !options.tail,
      }),
      sendOptions,
    ),
  );
  return {
    events: (page.events ?? []).map((event) => ({
      at: new Date(event.timestamp ?? 0).toISOString(),
      text: event.message ?? "",
    })),
    nextToken: page.nextForwardToken,
  };
}
