import { ok } from "@/lib/platform/result";
import { requestCtx } from "@/server/platform/ctx";
import { problemResponse } from "@/server/platform/errors";
import { readAccount } from "@/server/releases/read-account";

export const dynamic = "force-dynamic";

/** → `Result<{account, region, endpointKind}>` */
export async function GET(): Promise<Response> {
  try {
    const ctx = await requestCtx();
    return Response.json(ok(await readAccount(ctx)), { headers: { "cache-control": "no-store" } });
  } catch (error) {
    return problemResponse(error);
  }
}
