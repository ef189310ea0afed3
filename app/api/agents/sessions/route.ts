import { readSessions, SessionsQuery } from "@/server/agents/read-sessions";
import { answerRead, queryOf } from "../answer-read";

export const dynamic = "force-dynamic";

/** `GET /api/agents/sessions?agent=&state=&text=&before=&limit=` → Result<{sessions, next?}>, the newest first. */
export const GET = (request: Request): Promise<Response> =>
  answerRead(async (ctx) => readSessions({ ctx, input: queryOf(request, SessionsQuery) }));
