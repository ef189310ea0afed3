import { AuditFilter } from "@/lib/audit/model";
import { ok } from "@/lib/platform/result";
import { readAuditEntries } from "@/server/audit/read-entries";
import { requestCtx } from "@/server/platform/ctx";
import { AppError, problemResponse } from "@/server/platform/errors";

/** `GET /api/audit?person=&action=&target=&outcome=&from=&to=&before=&limit=` → Result<AuditPage>. */
export async function GET(request: Request): Promise<Response> {
  try {
    const ctx = await requestCtx("audit.read");
    const given = new URL(request.url).searchParams;
    // An empty field of a filter form means: not filtered.
    const filter = AuditFilter.safeParse(
      Object.fromEntries([...given].filter(([, value]) => value !== "")),
    );
    if (!filter.success) {
      const name = filter.error.issues[0]?.path.join(".") ?? "";
      throw new AppError("invalid", `The filter ${name} is not understood.`);
    }
    const page = await readAuditEntries({ ctx, input: filter.data });
    return Response.json(ok(page), { headers: { "cache-control": "no-store" } });
  } catch (error) {
    return problemResponse(error);
  }
}
