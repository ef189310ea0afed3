import { readCall } from "@/server/agents/read-waiting-calls";
import { answerRead } from "../../answer-read";

export const dynamic = "force-dynamic";

/** `GET /api/agents/approvals/<id>` → Result<WaitingCall>: the exact call, with its arguments. */
export const GET = (_: Request, { params }: { params: Promise<{ id: string }> }) =>
  answerRead(async (ctx) => readCall({ ctx, input: { approvalId: (await params).id } }));
