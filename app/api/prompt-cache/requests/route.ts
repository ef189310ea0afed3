import { ok } from "@/lib/platform/result";
import { RequestsQuery } from "@/lib/prompt-cache/requests";
import { requestCtx } from "@/server/platform/ctx";
import { problemResponse } from "@/server/platform/errors";
import { readRequests } from "@/server/prompt-cache/read-requests";
import { queryOf } from "../query-of";

export const dynamic = "force-dynamic";

/** `GET /api/prompt-cache/requests?namespace=&outcome=&reason=&model=&text=&cursor=&limit=` → Result<RequestsPage>. */
export async function GET(request: Request): Promise<Response> {
  try {
    await requestCtx("prompt.inspect");
    const data = await readRequests({ input: queryOf(request, RequestsQuery) });
    return Response.json(ok(data), { headers: { "cache-control": "no-store" } });
  } catch (error) {
    return problemResponse(error);
  }
}
