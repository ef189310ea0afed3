import { z } from "zod";
import { ok } from "@/lib/platform/result";
import { requestCtx } from "@/server/platform/ctx";
import { AppError, problemResponse } from "@/server/platform/errors";
import { readRequest } from "@/server/prompt-cache/read-request";
import { queryOf } from "../../query-of";

export const dynamic = "force-dynamic";

const Query = z.object({ namespace: z.string().max(40).optional() });

/** `GET /api/prompt-cache/requests/<id>?namespace=` → Result<RequestTrace>; without a namespace it is looked for in all. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> {
  try {
    await requestCtx("prompt.inspect");
    const { id } = await params;
    if (!/^[A-Za-z0-9_-]{1,100}$/.test(id))
      throw new AppError("not_found", "There is no request of that name.");
    const data = await readRequest({ input: { id, ...queryOf(request, Query) } });
    return Response.json(ok(data), { headers: { "cache-control": "no-store" } });
  } catch (error) {
    return problemResponse(error);
  }
}
