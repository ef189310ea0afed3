import { ok } from "@/lib/platform/result";
import { unzipFolder } from "@/server/agents/definitions/folder-zip";
import { requestCtx } from "@/server/platform/ctx";
import { problemResponse } from "@/server/platform/errors";

export const dynamic = "force-dynamic";

/** `POST /api/agents/unzip`, a zip as body → Result<{files}>: the agent's folder in it. Keeps nothing. */
export async function POST(request: Request): Promise<Response> {
  try {
    await requestCtx("agent.manage");
    const files = await unzipFolder(Buffer.from(await request.arrayBuffer()));
    return Response.json(ok({ files }), { headers: { "cache-control": "no-store" } });
  } catch (error) {
    return problemResponse(error);
  }
}
