import { ok } from "@/lib/platform/result";
import { HistoryQuery, readHistory } from "@/server/ami-updates/read-history";
import { requestCtx } from "@/server/platform/ctx";
import { AppError, problemResponse } from "@/server/platform/errors";

export const dynamic = "force-dynamic";

/** `GET /api/ami-updates/history?target=&before=&limit=` → Result<HistoryPage>, newest first. */
export async function GET(request: Request): Promise<Response> {
  try {
    await requestCtx("ami.read");
    const query = HistoryQuery.safeParse(Object.fromEntries(new URL(request.url).searchParams));
    if (!query.success)
      throw new AppError("invalid", "This page of the history is not understood.");
    const data = await readHistory(query.data);
    return Response.json(ok(data), { headers: { "cache-control": "no-store" } });
  } catch (error) {
    return problemResponse(error);
  }
}
