import { downloadAgent } from "@/server/agents/download-agent";
import { requestCtx } from "@/server/platform/ctx";
import { problemResponse } from "@/server/platform/errors";

/** A zip of the agent as a download. */
export const answerZip =
  (what: "folder" | "program") =>
  async (_: Request, { params }: { params: Promise<{ agent: string }> }): Promise<Response> => {
    try {
      await requestCtx("agent.read");
      const { name, zip } = await downloadAgent(decodeURIComponent((await params).agent), what);
      return new Response(new Uint8Array(zip), {
        headers: {
          "content-type": "application/zip",
          "content-disposition": `attachment; filename="${name}"`,
          "x-content-type-options": "nosniff",
          "cache-control": "no-store",
        },
      });
    } catch (error) {
      return problemResponse(error);
    }
  };
