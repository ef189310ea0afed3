import "@/server/features";
import { hookEventConsumer } from "@/server/live/consume-events";
import { openStream, parseCursor } from "@/server/live/open-stream";
import { recheckCtx, requestCtx } from "@/server/platform/ctx";
import { AppError, problemResponse } from "@/server/platform/errors";
import { eventStream } from "@/server/platform/event-stream";

export const dynamic = "force-dynamic";

const MAX_TOPICS = 50;

/** `?topics=a,b&cursor=a:12,b:7`: server-sent events as `lib/live/model.ts` says. */
export async function GET(request: Request): Promise<Response> {
  try {
    const { person } = await requestCtx();
    const recheck = await recheckCtx();
    const url = new URL(request.url);
    const topics = [...new Set((url.searchParams.get("topics") ?? "").split(",").filter(Boolean))];
    if (topics.length === 0 || topics.length > MAX_TOPICS)
      throw new AppError("invalid", `A stream carries 1 to ${MAX_TOPICS} topics.`);
    hookEventConsumer();
    const stream = openStream({
      topics,
      cursor: parseCursor(request.headers.get("last-event-id") ?? url.searchParams.get("cursor")),
      person,
      recheck: async () => (await recheck()).person,
      signal: request.signal,
    });
    return eventStream(stream);
  } catch (error) {
    return problemResponse(error);
  }
}
