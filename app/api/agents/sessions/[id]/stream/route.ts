import "@/server/features";
import { cookies } from "next/headers";
import { z } from "zod";
import { followSession } from "@/server/agents/follow-session";
import { ctxOfSession, requestCtx } from "@/server/platform/ctx";
import { problemResponse } from "@/server/platform/errors";
import { sessionFromCookies, sessionSeconds } from "@/server/platform/session";
import { queryOf } from "../../../answer-read";

export const dynamic = "force-dynamic";

const StreamQuery = z.object({ after: z.coerce.number().int().min(0).default(0) });

/** `GET /api/agents/sessions/<id>/stream?after=<seq>`: server-sent events, see `streamJournal`. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> {
  try {
    const ctx = await requestCtx("agent.read");
    const signedIn = await sessionFromCookies(await cookies());
    const { after } = queryOf(request, StreamQuery);
    const stream = await followSession({
      ctx,
      input: {
        sessionId: (await params).id,
        after: Number(request.headers.get("last-event-id") ?? after) || after,
        recheck: () => {
          const over = signedIn && Date.now() / 1_000 > signedIn.signedInAt + sessionSeconds();
          return ctxOfSession(over ? undefined : signedIn, { fresh: false });
        },
        signal: request.signal,
      },
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
