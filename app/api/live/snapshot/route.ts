import "@/server/features";
import { ok } from "@/lib/platform/result";
import { readSnapshot } from "@/server/live/read-snapshot";
import { requestCtx } from "@/server/platform/ctx";
import { problemResponse } from "@/server/platform/errors";

export const dynamic = "force-dynamic";

/** `?topic=…` → `Result<Snapshot>`, read now when nothing fresh is known. */
export async function GET(request: Request): Promise<Response> {
  try {
    const ctx = await requestCtx();
    const topic = new URL(request.url).searchParams.get("topic") ?? "";
    return Response.json(ok(await readSnapshot(ctx, topic)), {
      headers: { "cache-control": "no-store" },
    });
  } catch (error) {
    return problemResponse(error);
  }
}
