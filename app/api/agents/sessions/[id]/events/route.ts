import { z } from "zod";
import { readSessionEvents } from "@/server/agents/read-session";
import { answerRead, queryOf } from "../../../answer-read";

export const dynamic = "force-dynamic";

const EventsQuery = z.object({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(2_000).default(2_000),
});

/** `GET /api/agents/sessions/<id>/events?after=&limit=` → Result<{entries, lastSeq}>. */
export const GET = (request: Request, { params }: { params: Promise<{ id: string }> }) =>
  answerRead(async (ctx) =>
    readSessionEvents({
      ctx,
      input: { sessionId: (await params).id, ...queryOf(request, EventsQuery) },
    }),
  );
