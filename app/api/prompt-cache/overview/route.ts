import "@/server/features";
import { ok } from "@/lib/platform/result";
import { OverviewQuery } from "@/lib/prompt-cache/overview";
import { requestCtx } from "@/server/platform/ctx";
import { problemResponse } from "@/server/platform/errors";
import { readOverview } from "@/server/prompt-cache/read-overview";
import { deploymentMarkers } from "../deployment-markers";
import { queryOf } from "../query-of";

export const dynamic = "force-dynamic";

/** `GET /api/prompt-cache/overview?range=&from=&to=&namespace=&model=` → Result<OverviewView>. */
export async function GET(request: Request): Promise<Response> {
  try {
    const ctx = await requestCtx("prompt.read");
    const view = await readOverview({ input: queryOf(request, OverviewQuery) });
    const deployments = await deploymentMarkers(ctx, view.from, view.to);
    const markers = [...view.markers, ...deployments].sort((a, b) => (a.at < b.at ? -1 : 1));
    return Response.json(ok({ ...view, markers }), { headers: { "cache-control": "no-store" } });
  } catch (error) {
    return problemResponse(error);
  }
}
