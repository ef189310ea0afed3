import { ok } from "@/lib/platform/result";
import { requestCtx } from "@/server/platform/ctx";
import { problemResponse } from "@/server/platform/errors";
import { readNamespaces } from "@/server/prompt-cache/namespaces/read-namespaces";

export const dynamic = "force-dynamic";

/** `GET /api/prompt-cache/namespaces` → Result<NamespaceRow[]>. */
export async function GET(): Promise<Response> {
  try {
    const ctx = await requestCtx("prompt.manage");
    return Response.json(ok(await readNamespaces({ ctx })), {
      headers: { "cache-control": "no-store" },
    });
  } catch (error) {
    return problemResponse(error);
  }
}
