import "server-only";
import type { FleetRef } from "@/lib/releases/model";
import type { UpstreamCtx } from "@/server/aws/call-aws";
import { getPipeline, type PipelineDefinition } from "@/server/aws/codepipeline/get-pipeline";
import { cached, forget } from "./cached";

const KEEP_MS = 60_000;

/** How the pipeline is built; read anew when its state speaks of another version. */
export async function readDefinition(
  ctx: UpstreamCtx,
  name: string,
  version?: number,
): Promise<PipelineDefinition> {
  const key = `definition ${name}`;
  const known = await cached(key, KEEP_MS, () => getPipeline(ctx, name));
  if (version === undefined || known.version >= version) return known;
  forget(key);
  return cached(key, KEEP_MS, () => getPipeline(ctx, name));
}

/** The CodeDeploy groups that these stages deploy to, each once. */
export function fleetsOf(stages: PipelineDefinition["stages"]): FleetRef[] {
  const fleets = new Map<string, FleetRef>();
  for (const { provider, configuration } of stages.flatMap((stage) => stage.actions)) {
    const { ApplicationName: application, DeploymentGroupName: deploymentGroup } = configuration;
    if (provider !== "CodeDeploy" || !application || !deploymentGroup) continue;
    fleets.set(`${application}/${deploymentGroup}`, { application, deploymentGroup });
  }
  return [...fleets.values()];
}
