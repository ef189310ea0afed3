import "@/server/features";
import { z } from "zod";
import { ok } from "@/lib/platform/result";
import { requestCtx } from "@/server/platform/ctx";
import { problemResponse } from "@/server/platform/errors";
import { deploymentMarkers } from "../deployment-markers";
import { queryOf } from "../query-of";

export const dynamic = "force-dynamic";

const Query = z.object({ from: z.iso.datetime(), to: z.iso.datetime() });

/**
 * `GET /api/prompt-cache/markers?from=&to=` → Result<Marker[]>: deployments, which the live overview
 * leaves out because they belong to another workflow.
 */
export async function GET(request: Request): Promise<Response> {
  try {
    const ctx = await requestCtx("prompt.read");
    const { from, to } = queryOf(request, Query);
    return Response.json(ok(await deploymentMarkers(ctx, from, to)), {
      headers: { "cache-control": "no-store" },
    });
  } catch (error) {
    return problemResponse(error);
  }
}
