import { ok } from "@/lib/platform/result";
import { requestCtx } from "@/server/platform/ctx";
import { problemResponse } from "@/server/platform/errors";
import { readKeys } from "@/server/prompt-cache/keys/read-keys";

export const dynamic = "force-dynamic";

/** `GET /api/prompt-cache/keys` → Result<KeyRow[]>. */
export async function GET(): Promise<Response> {
  try {
    const ctx = await requestCtx("prompt.manage");
    return Response.json(ok(await readKeys({ ctx })), { headers: { "cache-control": "no-store" } });
  } catch (error) {
    return problemResponse(error);
  }
}
