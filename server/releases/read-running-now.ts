import "server-only";
import type { Evidence, FleetRef } from "@/lib/releases/model";
import type { UpstreamCtx } from "@/server/aws/call-aws";
import type { DeploymentRead } from "@/server/aws/codedeploy/deployment-read";
import {
  type DeploymentGroupRead,
  getDeploymentGroup,
  listDeploymentGroups,
} from "@/server/aws/codedeploy/get-deployment-group";
import { getDeployments } from "@/server/aws/codedeploy/get-deployments";
import { listDeployments } from "@/server/aws/codedeploy/list-deployments";
import { cached } from "./cached";
import { resolveRevision } from "./resolve-revision";

const meet = (a: string[], b: string[]): boolean => a.some((name) => b.includes(name));

/** Groups of the application that deploy to the same instances or behind the same load balancer. */
export async function groupsOfSameFleet(ctx: UpstreamCtx, fleet: FleetRef): Promise<FleetRef[]> {
  const { application } = fleet;
  const read = (deploymentGroup: string): Promise<DeploymentGroupRead> =>
    cached(`group ${application}/${deploymentGroup}`, 60_000, () =>
      getDeploymentGroup(ctx, { application, deploymentGroup }),
    );
  const own = await read(fleet.deploymentGroup);
  const names = await cached(`groups ${application}`, 60_000, () =>
    listDeploymentGroups(ctx, application),
  );
  const groups = await Promise.all(names.map(async (name) => ({ name, group: await read(name) })));
  return groups
    .filter(
      ({ name, group }) =>
        name === fleet.deploymentGroup ||
        meet(group.targetGroups, own.targetGroups) ||
        meet(group.autoScalingGroups, own.autoScalingGroups),
    )
    .map(({ name }) => ({ application, deploymentGroup: name }));
}

/** A blue/green deployment serves its revision from the switch on, while the old fleet is still kept. */
const serves = (deployment: DeploymentRead): boolean =>
  deployment.status === "Succeeded" ||
  (deployment.status === "InProgress" && deployment.terminationWaitStarted);

const since = (deployment: DeploymentRead): string =>
  deployment.completedAt ?? deployment.startedAt ?? deployment.createdAt ?? "";

/** What production runs now: the newest deployment that took hold on this fleet, by whichever group. */
export async function readRunningNow(
  ctx: UpstreamCtx,
  fleets: FleetRef[],
): Promise<Evidence["runningNow"]> {
  const fleet = fleets[0];
  if (!fleet) return undefined;
  const groups = await groupsOfSameFleet(ctx, fleet);
  const ids = await Promise.all(
    groups.map((group) =>
      listDeployments(ctx, group, { statuses: ["Succeeded", "InProgress"], max: 3 }),
    ),
  );
  const deployments = await getDeployments(ctx, ids.flat());
  const newest = deployments
    .filter(serves)
    .sort((a, b) => (b.createdAt ?? "").localeCompare(a.createdAt ?? ""))[0];
  if (!newest) return undefined;
  const deployed = newest.revision && (await resolveRevision(newest.revision));
  return {
    executionId: deployed?.pipeline?.executionId,
    revision: deployed?.revision,
    deploymentId: newest.id,
    since: since(newest) || undefined,
  };
}
