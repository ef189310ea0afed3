import { z } from "zod";
import { readSessionFile } from "@/server/agents/read-files";
import { requestCtx } from "@/server/platform/ctx";
import { problemResponse } from "@/server/platform/errors";
import { queryOf } from "../../../answer-read";

export const dynamic = "force-dynamic";

const FileQuery = z.object({ path: z.string().min(1).max(1_000) });

/** Shown as they are; anything else could be a page with scripts, and is only ever saved. */
const PICTURES: Record<string, string> = {
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  gif: "image/gif",
  webp: "image/webp",
};

/** `GET /api/agents/sessions/<id>/file?path=`: a picture, or any other file as a download. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> {
  try {
    const ctx = await requestCtx("agent.read");
    const { path } = queryOf(request, FileQuery);
    const content = await readSessionFile({ ctx, input: { sessionId: (await params).id, path } });
    const name = path.split("/").at(-1) ?? "file";
    const picture = PICTURES[name.split(".").at(-1)?.toLowerCase() ?? ""];
    const saved = `attachment; filename*=UTF-8''${encodeURIComponent(name)}`;
    return new Response(new Uint8Array(content), {
      headers: {
        "content-type": picture ?? "application/octet-stream",
        "content-disposition": picture ? "inline" : saved,
        "content-security-policy": "default-src 'none'; sandbox",
        "x-content-type-options": "nosniff",
        "cache-control": "private, no-store",
      },
    });
  } catch (error) {
    return problemResponse(error);
  }
}
