import { ok } from "@/lib/platform/result";
import { readCalibration } from "@/server/ami-updates/read-calibration";
import { requestCtx } from "@/server/platform/ctx";
import { problemResponse } from "@/server/platform/errors";

export const dynamic = "force-dynamic";

/** `GET /api/ami-updates/calibration` → Result<Calibration>: scores against outcomes. */
export async function GET(): Promise<Response> {
  try {
    await requestCtx("ami.read");
    return Response.json(ok(await readCalibration()), { headers: { "cache-control": "no-store" } });
  } catch (error) {
    return problemResponse(error);
  }
}
