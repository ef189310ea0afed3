import { readMetrics } from "@/server/live/read-metrics";
import { requestCtx } from "@/server/platform/ctx";
import { env } from "@/server/platform/env";
import { problemResponse } from "@/server/platform/errors";
import { mayScrape } from "@/server/platform/may-scrape";

export const dynamic = "force-dynamic";

/** Figures of this process in Prometheus' text format, for who collects them and those who may read the audit. */
export async function GET(request: Request): Promise<Response> {
  try {
    const token = env().SWITCHYARD_METRICS_TOKEN;
    if (!mayScrape(request.headers.get("authorization"), token)) await requestCtx("audit.read");
    return new Response(readMetrics(), {
      headers: { "content-type": "text/plain; version=0.0.4", "cache-control": "no-store" },
    });
  } catch (error) {
    return problemResponse(error);
  }
}
