import { z } from "zod";
import { readFiles } from "@/server/agents/read-files";
import { answerRead, queryOf } from "../../../answer-read";

export const dynamic = "force-dynamic";

const PathQuery = z.object({ path: z.string().max(1_000).default("") });

/** `GET /api/agents/sessions/<id>/files?path=` → Result<{files}>: a folder of the workspace. */
export const GET = (request: Request, { params }: { params: Promise<{ id: string }> }) =>
  answerRead(async (ctx) =>
    readFiles({ ctx, input: { sessionId: (await params).id, ...queryOf(request, PathQuery) } }),
  );
