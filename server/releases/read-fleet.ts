import "server-only";
import { changingInstances } from "@/lib/releases/changing";
import type { DeploymentRow, FleetRef, FleetView, TargetView } from "@/lib/releases/model";
import { revisionByInstance } from "@/lib/releases/revision-by-instance";
import { describeGroups } from "@/server/aws/autoscaling/describe-groups";
import type { UpstreamCtx } from "@/server/aws/call-aws";
import { getRequestCounts } from "@/server/aws/cloudwatch/get-request-counts";
import type { DeploymentRead } from "@/server/aws/codedeploy/deployment-read";
import { getDeploymentGroup } from "@/server/aws/codedeploy/get-deployment-group";
import { getDeployments } from "@/server/aws/codedeploy/get-deployments";
import { getTargets, listTargetIds } from "@/server/aws/codedeploy/get-targets";
import { listDeployments } from "@/server/aws/codedeploy/list-deployments";
import { describeLoadBalancer } from "@/server/aws/elb/describe-load-balancer";
import {
  describeTargetGroup,
  describeTargetHealth,
  type TargetHealthNow,
} from "@/server/aws/elb/describe-target-group";
import { now } from "@/server/platform/clock";
import { inParallel } from "@/server/platform/in-parallel";
import { cached } from "./cached";
import { readPart } from "./read-part";
import { groupsOfSameFleet } from "./read-running-now";
import { resolveRevision } from "./resolve-revision";

const METRICS_MS = 3_600_000;
/** How far back an instance's last good deployment is looked for. */
const LOOK_BACK = 12;
const ENDED = new Set(["Succeeded", "Failed", "Stopped"]);

/** Which revision each instance runs right now, and how the load balancer sees it. */
export async function readFleet(ctx: UpstreamCtx, fleet: FleetRef): Promise<FleetView> {
  const missing: string[] = [];
  const group = await getDeploymentGroup(ctx, fleet);
  const targetGroup = group.targetGroups[0];
  const [members, health, deployments, loadBalancer] = await Promise.all([
    readPart(missing, "The Auto Scaling group", [], () =>
      describeGroups(ctx, group.autoScalingGroups),
    ),
    readPart<TargetHealthNow[]>(missing, "The instances' health", [], () =>
      targetGroup ? readHealth(ctx, targetGroup) : Promise.resolve([]),
    ),
    readPart(missing, "The deployments", [], () => readDeployments(ctx, fleet)),
    readPart(missing, "The load balancer", undefined, () =>
      targetGroup ? readLoadBalancer(ctx, targetGroup, missing) : Promise.resolve(undefined),
    ),
  ]);
  const kept = await readPart(missing, "The old instances that are kept", new Map(), () =>
    readKept(ctx, deployments),
  );
  const ids = [
    ...new Set([...members.map(({ id }) => id), ...health.map(({ id }) => id), ...kept.keys()]),
  ];
  const told = await readPart(missing, "What the instances run", [], () =>
    readTold(ctx, deployments, ids),
  );
  const runs = revisionByInstance(told);
  const changing = changingInstances(
    told.map(({ deployment, targets }) => ({ ...deployment, targets })),
  );
  return {
    application: fleet.application,
    deploymentGroup: fleet.deploymentGroup,
    instances: await inParallel(ids, 8, async (id) => {
      const deployment = runs.get(id);
      const change = changing.get(id);
      const member = members.find((candidate) => candidate.id === id);
      const target = health.find((candidate) => candidate.id === id);
      return {
        id,
        lifecycle: member?.lifecycle,
        health: target?.state ?? (kept.has(id) ? "unused" : undefined),
        healthReason: target?.state === "healthy" ? undefined : target?.reason,
        revision: deployment?.revision && (await resolveRevision(deployment.revision)).revision,
        deploymentId: deployment?.id,
        changing: change && {
          ...change,
          revision: change.revision && (await resolveRevision(change.revision)).revision,
        },
        keptBy: member ? undefined : kept.get(id),
      };
    }),
    loadBalancer,
    deployments: await inParallel(
      deployments.filter((one) => one.deploymentGroup === fleet.deploymentGroup),
      8,
      deploymentRow,
    ),
    missing,
  };
}

async function readHealth(ctx: UpstreamCtx, name: string): Promise<TargetHealthNow[]> {
  const group = await targetGroupOf(ctx, name);
  return group ? describeTargetHealth(ctx, group.arn) : [];
}

const targetGroupOf = (ctx: UpstreamCtx, name: string) =>
  cached(`target group ${name}`, 60_000, () => describeTargetGroup(ctx, name));

async function readLoadBalancer(
  ctx: UpstreamCtx,
  targetGroup: string,
  missing: string[],
): Promise<FleetView["loadBalancer"]> {
  const arn = (await targetGroupOf(ctx, targetGroup))?.loadBalancerArns[0];
  if (!arn) return undefined;
  const balancer = await cached(`balancer ${arn}`, 60_000, () => describeLoadBalancer(ctx, arn));
  if (!balancer) return undefined;
  const to = now();
  const counts = await readPart(missing, "The request counts", {}, () =>
    cached(`requests ${arn}`, 4_000, () =>
      getRequestCounts(ctx, balancer.metricDimension, {
        from: new Date(to.getTime() - METRICS_MS),
        to,
      }),
    ),
  );
  return { name: balancer.name, dnsName: balancer.dnsName, url: balancer.url, ...counts };
}

/** Newest first, over every group that deploys to this fleet. Those that ended are remembered. */
async function readDeployments(ctx: UpstreamCtx, fleet: FleetRef): Promise<DeploymentRead[]> {
  const groups = await groupsOfSameFleet(ctx, fleet);
  const ids = (
    await Promise.all(groups.map((group) => listDeployments(ctx, group, { max: 25 })))
  ).flat();
  const deployments = await getDeployments(ctx, ids);
  return deployments.sort((a, b) => (b.createdAt ?? "").localeCompare(a.createdAt ?? ""));
}

/** Old instances that a blue/green deployment under way still keeps, with its id. */
async function readKept(
  ctx: UpstreamCtx,
  deployments: DeploymentRead[],
): Promise<Map<string, string>> {
  const kept = new Map<string, string>();
  for (const { id, type, status } of deployments.slice(0, LOOK_BACK)) {
    if (type !== "BLUE_GREEN" || ENDED.has(status)) continue;
    const targets = await getTargets(ctx, id, await listTargetIds(ctx, id));
    for (const target of targets) if (target.label === "Blue") kept.set(target.id, id);
  }
  return kept;
}

interface Told {
  deployment: DeploymentRead;
  targets: TargetView[];
}

/** Walks back through the deployments, newest first, until every instance's last good one is found. */
async function readTold(
  ctx: UpstreamCtx,
  deployments: DeploymentRead[],
  instances: string[],
): Promise<Told[]> {
  const told: Told[] = [];
  for (const deployment of deployments.slice(0, LOOK_BACK)) {
    const read = async () => {
      const ids = await listTargetIds(ctx, deployment.id);
      const here = ids.filter((id) => instances.includes(id.split("/").at(-1) ?? id));
      return here.length > 0 ? getTargets(ctx, deployment.id, here) : [];
    };
    const targets = ENDED.has(deployment.status)
      ? await cached(
          `targets ${deployment.id} ${[...instances].sort().join()}`,
          Number.POSITIVE_INFINITY,
          read,
        )
      : await read();
    told.push({ deployment, targets });
    if (revisionByInstance(told).size >= instances.length) break;
  }
  return told;
}

async function deploymentRow(read: DeploymentRead): Promise<DeploymentRow> {
  return {
    id: read.id,
    status: read.status,
    creator: read.creator,
    createdAt: read.createdAt,
    completedAt: read.completedAt,
    revision: read.revision && (await resolveRevision(read.revision)).revision,
    rollback: read.rollback && { of: read.rollback.of, by: read.rollback.by },
  };
}
