import "@/server/features";
import { z } from "zod";
import { followSession } from "@/server/agents/follow-session";
import { recheckCtx, requestCtx } from "@/server/platform/ctx";
import { problemResponse } from "@/server/platform/errors";
import { eventStream } from "@/server/platform/event-stream";
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
    const { after } = queryOf(request, StreamQuery);
    const stream = await followSession({
      ctx,
      input: {
        sessionId: (await params).id,
        after: Number(request.headers.get("last-event-id") ?? after) || after,
        recheck: await recheckCtx(),
        signal: request.signal,
      },
    });
    return eventStream(stream);
  } catch (error) {
    return problemResponse(error);
  }
}
