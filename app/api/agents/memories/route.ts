import { MemoriesQuery, readMemories } from "@/server/agents/read-memories";
import { answerRead, queryOf } from "../answer-read";

export const dynamic = "force-dynamic";

/** `GET /api/agents/memories?agent=&text=` → Result<{memories}>: of the person who asks. */
export const GET = (request: Request): Promise<Response> =>
  answerRead(async (ctx) => readMemories({ ctx, input: queryOf(request, MemoriesQuery) }));
