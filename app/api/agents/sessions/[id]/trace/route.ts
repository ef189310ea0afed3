import { readTrace } from "@/server/agents/read-session";
import { answerRead } from "../../../answer-read";

export const dynamic = "force-dynamic";

/** `GET /api/agents/sessions/<id>/trace` → Result<TraceView>. */
export const GET = (_: Request, { params }: { params: Promise<{ id: string }> }) =>
  answerRead(async (ctx) => readTrace({ ctx, input: { sessionId: (await params).id } }));
