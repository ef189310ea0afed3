import { ok } from "@/lib/platform/result";
import { readNotes } from "@/server/ami-updates/read-notes";
import { requestCtx } from "@/server/platform/ctx";
import { problemResponse } from "@/server/platform/errors";

export const dynamic = "force-dynamic";

/** The notes of one release as they were judged → Result<ReleaseNotes>. Plain, untrusted text. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ id: string; release: string }> },
): Promise<Response> {
  try {
    await requestCtx("ami.read");
    const { id, release } = await params;
    const data = await readNotes(decodeURIComponent(id), decodeURIComponent(release));
    return Response.json(ok(data), { headers: { "cache-control": "no-store" } });
  } catch (error) {
    return problemResponse(error);
  }
}
