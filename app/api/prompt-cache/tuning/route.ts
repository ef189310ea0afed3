import { ok } from "@/lib/platform/result";
import { TuningQuery } from "@/lib/prompt-cache/tuning";
import { requestCtx } from "@/server/platform/ctx";
import { problemResponse } from "@/server/platform/errors";
import { readTuning } from "@/server/prompt-cache/read-tuning";
import { queryOf } from "../query-of";

export const dynamic = "force-dynamic";

/** `GET /api/prompt-cache/tuning?namespace=&whatIf=&precision=` → Result<TuningView>. */
export async function GET(request: Request): Promise<Response> {
  try {
    await requestCtx("prompt.inspect");
    const data = await readTuning({ input: queryOf(request, TuningQuery) });
    return Response.json(ok(data), { headers: { "cache-control": "no-store" } });
  } catch (error) {
    return problemResponse(error);
  }
}
