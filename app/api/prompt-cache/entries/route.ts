import { ok } from "@/lib/platform/result";
import { EntriesQuery } from "@/lib/prompt-cache/entry";
import { requestCtx } from "@/server/platform/ctx";
import { problemResponse } from "@/server/platform/errors";
import { readEntries } from "@/server/prompt-cache/read-entries";
import { queryOf } from "../query-of";

export const dynamic = "force-dynamic";

/** `GET /api/prompt-cache/entries?namespace=&model=&search=&by=&sort=&cursor=&limit=` → Result<EntriesPage>. */
export async function GET(request: Request): Promise<Response> {
  try {
    await requestCtx("prompt.inspect");
    const data = await readEntries({ input: queryOf(request, EntriesQuery) });
    return Response.json(ok(data), { headers: { "cache-control": "no-store" } });
  } catch (error) {
    return problemResponse(error);
  }
}
