import { readMetrics } from "@/server/live/read-metrics";
import { requestCtx } from "@/server/platform/ctx";
import { problemResponse } from "@/server/platform/errors";

export const dynamic = "force-dynamic";

/** Figures of this process in Prometheus' text format, for those who may read the audit. */
export async function GET(): Promise<Response> {
  try {
    await requestCtx("audit.read");
    return new Response(readMetrics(), {
      headers: { "content-type": "text/plain; version=0.0.4", "cache-control": "no-store" },
    });
  } catch (error) {
    return problemResponse(error);
  }
}
