import "server-only";
import { z } from "zod";
import type { FleetRef } from "@/lib/releases/model";
import { getDeployments } from "@/server/aws/codedeploy/get-deployments";
import { listDeployments } from "@/server/aws/codedeploy/list-deployments";
import { listPipelines } from "@/server/aws/codepipeline/list-pipelines";
import type { Ctx } from "@/server/platform/ctx";
import { inParallel } from "@/server/platform/in-parallel";
import { registerVerbTool } from "@/server/platform/verb-tools";
import { cached } from "../cached";
import { fleetsOf, readDefinition } from "../read-definition";
import { resolveRevision } from "../resolve-revision";
import { DESCRIBED, revisionWords } from "./words";

/** Without a pipeline, so many are asked for where they deploy to. */
const PIPELINES = 12;

registerVerbTool({
  name: "release_list_deployments",
  description:
    "Lists deployments, newest first, with status, revision, and which one rolled back which. Of one pipeline, or of all. Use it to find the id of a deployment that failed.",
  class: "read",
  permission: "release.read",
  input: z.object({
    pipeline: z.string().min(1).max(100).optional().describe(DESCRIBED.pipeline),
    status: z.enum(["Succeeded", "Failed", "Stopped", "InProgress"]).optional(),
    limit: z.number().int().min(1).max(50).default(15),
  }),
  run: async ({ ctx, input: { pipeline, status, limit } }) => {
    const fleets = await fleetsOfPipelines(ctx, pipeline);
    const ids = await inParallel(fleets, 4, (fleet) =>
      listDeployments(ctx, fleet, { max: limit, ...(status && { statuses: [status] }) }),
    );
    const deployments = await getDeployments(ctx, [...new Set(ids.flat())]);
    const newest = deployments
      .sort((a, b) => (b.createdAt ?? "").localeCompare(a.createdAt ?? ""))
      .slice(0, limit);
    return {
      deployments: await inParallel(newest, 6, async (one) => {
        const deployed = one.revision && (await resolveRevision(one.revision));
        return {
          id: one.id,
          status: one.status,
          application: one.application,
          deploymentGroup: one.deploymentGroup,
          createdAt: one.createdAt,
          revision: revisionWords(deployed?.revision),
          ...(deployed?.pipeline && { pipeline: deployed.pipeline }),
          ...(one.rollback?.of && { rolledBack: one.rollback.of }),
          ...(one.rollback?.by && { rolledBackBy: one.rollback.by }),
        };
      }),
    };
  },
});

async function fleetsOfPipelines(ctx: Ctx, pipeline: string | undefined): Promise<FleetRef[]> {
  const names = pipeline
    ? [pipeline]
    : (await cached("pipelines", 60_000, () => listPipelines(ctx)))
        .slice(0, PIPELINES)
        .map(({ name }) => name);
  const definitions = await inParallel(names, 4, (name) => readDefinition(ctx, name));
  const fleets = definitions.flatMap(({ stages }) => fleetsOf(stages));
  return [...new Map(fleets.map((fleet) => [Object.values(fleet).join("/"), fleet])).values()];
}
