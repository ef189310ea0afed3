import { ok } from "@/lib/platform/result";
import { NamespaceName } from "@/lib/prompt-cache/namespace";
import { requestCtx } from "@/server/platform/ctx";
import { AppError, problemResponse } from "@/server/platform/errors";
import { readWarmUp } from "@/server/prompt-cache/warm-up/read-warm-up";

export const dynamic = "force-dynamic";

/** `GET /api/prompt-cache/warm-up?namespace=` → Result<WarmUpProgress | null>: the last one of the past day. */
export async function GET(request: Request): Promise<Response> {
  try {
    const ctx = await requestCtx("prompt.manage");
    const name = NamespaceName.safeParse(new URL(request.url).searchParams.get("namespace"));
    if (!name.success) throw new AppError("invalid", "Name a namespace.");
    const progress = await readWarmUp({ ctx, input: { namespace: name.data } });
    return Response.json(ok(progress ?? null), { headers: { "cache-control": "no-store" } });
  } catch (error) {
    return problemResponse(error);
  }
}
