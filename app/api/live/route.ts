import "@/server/features";
import { cookies } from "next/headers";
import { hookEventConsumer } from "@/server/live/consume-events";
import { openStream, parseCursor } from "@/server/live/open-stream";
import { ctxOfSession, requestCtx } from "@/server/platform/ctx";
import { AppError, problemResponse } from "@/server/platform/errors";
import { sessionFromCookies, sessionSeconds } from "@/server/platform/session";

export const dynamic = "force-dynamic";

const MAX_TOPICS = 50;

/** `?topics=a,b&cursor=a:12,b:7`: server-sent events as `lib/live/model.ts` says. */
export async function GET(request: Request): Promise<Response> {
  try {
    const { person } = await requestCtx();
    const session = await sessionFromCookies(await cookies());
    const url = new URL(request.url);
    const topics = [...new Set((url.searchParams.get("topics") ?? "").split(",").filter(Boolean))];
    if (topics.length === 0 || topics.length > MAX_TOPICS)
      throw new AppError("invalid", `A stream carries 1 to ${MAX_TOPICS} topics.`);
    hookEventConsumer();
    const stream = openStream({
      topics,
      cursor: parseCursor(request.headers.get("last-event-id") ?? url.searchParams.get("cursor")),
      person,
      recheck: async () => {
        const over = session && Date.now() / 1000 > session.signedInAt + sessionSeconds();
        const { person: still } = await ctxOfSession(over ? undefined : session, { fresh: false });
        return still;
      },
      signal: request.signal,
    });
    return new Response(stream, {
      headers: {
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-store, no-transform",
        "x-accel-buffering": "no",
      },
    });
  } catch (error) {
    return problemResponse(error);
  }
}
