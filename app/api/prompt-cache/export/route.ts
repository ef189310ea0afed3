import { requestCtx } from "@/server/platform/ctx";
import { problemResponse } from "@/server/platform/errors";
import { answerExport } from "@/server/prompt-cache/entries/answer-export";

export const dynamic = "force-dynamic";

/** `GET /api/prompt-cache/export?namespace=` → JSON lines (`ExportedEntry`), as a download; audited. */
export async function GET(request: Request): Promise<Response> {
  try {
    const ctx = await requestCtx("prompt.manage");
    const namespace = new URL(request.url).searchParams.get("namespace");
    return await answerExport({ ctx, input: { namespace } });
  } catch (error) {
    return problemResponse(error);
  }
}
