import { readSession } from "@/server/agents/read-session";
import { answerRead } from "../../answer-read";

export const dynamic = "force-dynamic";

/** `GET /api/agents/sessions/<id>` → Result<SessionView>. */
export const GET = (_: Request, { params }: { params: Promise<{ id: string }> }) =>
  answerRead(async (ctx) => readSession({ ctx, input: { sessionId: (await params).id } }));
