import { ok } from "@/lib/platform/result";
import { requestCtx } from "@/server/platform/ctx";
import { problemResponse } from "@/server/platform/errors";
import { readExecutions } from "@/server/releases/read-executions";

export const dynamic = "force-dynamic";

/** `?next=` → `Result<ExecutionPage>`, newest first. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ name: string }> },
): Promise<Response> {
  try {
    const ctx = await requestCtx("release.read");
    const next = new URL(request.url).searchParams.get("next") ?? undefined;
    const page = await readExecutions(ctx, decodeURIComponent((await params).name), { next });
    return Response.json(ok(page), { headers: { "cache-control": "no-store" } });
  } catch (error) {
    return problemResponse(error);
  }
}
