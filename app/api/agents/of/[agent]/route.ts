import "@/server/features";
import { z } from "zod";
import { readAgent } from "@/server/agents/read-agent";
import { answerRead, queryOf } from "../../answer-read";

export const dynamic = "force-dynamic";

const AgentQuery = z.object({ version: z.coerce.number().int().min(1).optional() });

/** `GET /api/agents/of/<name or ARN>?version=` → Result<AgentView>. */
export const GET = (request: Request, { params }: { params: Promise<{ agent: string }> }) =>
  answerRead(async (ctx) => {
    const { version } = queryOf(request, AgentQuery);
    const agent = decodeURIComponent((await params).agent);
    return readAgent({ ctx, input: { agent, ...(version && { version }) } });
  });
