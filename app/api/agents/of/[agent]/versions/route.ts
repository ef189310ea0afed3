import { z } from "zod";
import { readAgentVersions } from "@/server/agents/read-versions";
import { answerRead, queryOf } from "../../../answer-read";

export const dynamic = "force-dynamic";

const VersionsQuery = z.object({ version: z.coerce.number().int().min(1).optional() });

/** `GET /api/agents/of/<name>/versions?version=` → Result<{versions, files?}>: all, and the files of one. */
export const GET = (request: Request, { params }: { params: Promise<{ agent: string }> }) =>
  answerRead(async () => {
    const { version } = queryOf(request, VersionsQuery);
    const agent = decodeURIComponent((await params).agent);
    return readAgentVersions({ agent, ...(version && { version }) });
  });
