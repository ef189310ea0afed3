import "@/server/features";
import { z } from "zod";
import { previewEdit } from "@/server/agents/preview-edit";
import { answerRead, queryOf } from "../../../answer-read";

export const dynamic = "force-dynamic";

const EditQuery = z.object({ input: z.string().min(1).max(8_000) });

/** `GET /api/agents/approvals/<id>/preview?input=<JSON>` → Result<{preview}>: the call with other arguments. */
export const GET = (request: Request, { params }: { params: Promise<{ id: string }> }) =>
  answerRead(async (ctx) => {
    const { input: text } = queryOf(request, EditQuery);
    return previewEdit({ ctx, input: { approvalId: (await params).id, text } });
  });
