import { z } from "zod";
import { readSession } from "@/server/agents/read-session";
import { answerRead, queryOf } from "../../answer-read";

export const dynamic = "force-dynamic";

const SessionQuery = z.object({ after: z.coerce.number().int().min(0).optional() });

/** `GET /api/agents/sessions/<id>?after=` → Result<SessionView>; with `after` only the journal's lines since then. */
export const GET = (request: Request, { params }: { params: Promise<{ id: string }> }) =>
  answerRead(async (ctx) => {
    const { after } = queryOf(request, SessionQuery);
    const sessionId = (await params).id;
    return readSession({ ctx, input: { sessionId, ...(after !== undefined && { after }) } });
  });
