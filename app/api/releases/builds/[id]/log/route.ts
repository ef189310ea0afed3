import { ok } from "@/lib/platform/result";
import { requestCtx } from "@/server/platform/ctx";
import { problemResponse } from "@/server/platform/errors";
import { readLogPage } from "@/server/releases/read-build-log";

export const dynamic = "force-dynamic";

/** `?from=<line, from 1>` → `Result<LogPage>` out of the log cache. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> {
  try {
    const ctx = await requestCtx("release.read");
    const from = Number(new URL(request.url).searchParams.get("from") ?? 1);
    const id = decodeURIComponent((await params).id);
    const page = await readLogPage(ctx, id, Number.isSafeInteger(from) && from > 0 ? from : 1);
    return Response.json(ok(page), { headers: { "cache-control": "no-store" } });
  } catch (error) {
    return problemResponse(error);
  }
}
