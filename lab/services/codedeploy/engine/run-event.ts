import { runEvent } from "../../../fleet/agent/agent.ts";
import { tellTarget } from "../events.ts";
import type { DeploymentRecord, EventRecord, TargetRecord } from "../model.ts";
import type { Registry } from "../registry.ts";

const HEALTHY_WITHIN_MS = 60_000;

/**
 * Does one lifecycle event of a target and writes down how it went. An event that has ended is
 * not done again, so that a run can be repeated from the start after a restart.
 */
export async function runTargetEvent(
  registry: Registry,
  deploymentId: string,
  targetId: string,
  name: string,
): Promise<EventRecord["status"]> {
  const known = eventOf(registry, deploymentId, targetId, name);
  if (!known || ["Succeeded", "Failed", "Skipped"].includes(known.status)) {
    return known?.status ?? "Skipped";
  }
  const began = Date.now();
  write(registry, deploymentId, targetId, name, { status: "InProgress", startTime: began });
  const [diagnostics] = await Promise.all([
    perform(registry, registry.deployment(deploymentId), targetId, name),
    registry.fleet.pause(registry.fleet.pace.event),
  ]);
  if (registry.stopping) return new Promise(() => undefined);
  const status = diagnostics.errorCode === "Success" ? "Succeeded" : "Failed";
  write(registry, deploymentId, targetId, name, { status, endTime: Date.now(), diagnostics });
  return status;
}

/** Changes a target's status and tells it. */
export function setTarget(
  registry: Registry,
  deploymentId: string,
  targetId: string,
  status: TargetRecord["status"],
): void {
  const target = registry.targets.get(`${deploymentId}/${targetId}`);
  if (!target || target.status === status) return;
  const next = { ...target, status, lastUpdatedAt: Date.now() };
  registry.putTarget(next);
  tellTarget(registry.lab, registry.deployment(deploymentId), next);
}

/** Events that will not happen any more are said to be skipped. */
export function skipRest(registry: Registry, deploymentId: string, targetId: string): void {
  const target = registry.targets.get(`${deploymentId}/${targetId}`);
  if (!target?.events.some((event) => event.status === "Pending")) return;
  const events = target.events.map((event) =>
    event.status === "Pending" ? { ...event, status: "Skipped" as const } : event,
  );
  registry.putTarget({ ...target, events, lastUpdatedAt: Date.now() });
}

function eventOf(registry: Registry, deploymentId: string, targetId: string, name: string) {
  return registry.targets
    .get(`${deploymentId}/${targetId}`)
    ?.events.find((event) => event.name === name);
}

function write(
  registry: Registry,
  deploymentId: string,
  targetId: string,
  name: string,
  change: Partial<EventRecord>,
): void {
  const target = registry.targets.get(`${deploymentId}/${targetId}`);
  if (!target) return;
  const events = target.events.map((event) =>
    event.name === name ? { ...event, ...change } : event,
  );
  const next = { ...target, events, lastUpdatedAt: Date.now() };
  registry.putTarget(next);
  const event = events.find((each) => each.name === name);
  tellTarget(registry.lab, registry.deployment(deploymentId), next, event);
}

type Diagnostics = NonNullable<EventRecord["diagnostics"]>;

async function perform(
  registry: Registry,
  deployment: DeploymentRecord,
  targetId: string,
  name: string,
): Promise<Diagnostics> {
  const instance = registry.fleet.instances.get(targetId);
  if (instance?.state !== "running") {
    return unknown(`The instance ${targetId} does not run any more.`);
  }
  if (name === "BlockTraffic") return blockTraffic(registry, deployment, targetId);
  if (name === "AllowTraffic") return allowTraffic(registry, deployment, targetId);
  const { s3Location } = deployment.revision;
  const object = registry.lab.objects.head(s3Location.bucket, s3Location.key, s3Location.version);
  return runEvent(registry.fleet.host(instance), {
    event: name,
    deploymentId: deployment.deploymentId,
    applicationName: deployment.applicationName,
    deploymentGroupName: deployment.deploymentGroupName,
    deploymentGroupId: deployment.deploymentGroupId,
    bundle: { ...s3Location, ...(object ? { file: object.path } : {}) },
    fileExistsBehavior: deployment.fileExistsBehavior,
    installsNothing: deployment.givesBackTrafficOf !== undefined,
    ...(instance.installed ? { previousDeploymentId: instance.installed.deploymentId } : {}),
  });
}

/** The target groups that a deployment takes traffic from and gives it to. */
export function targetGroupArns(registry: Registry, deployment: DeploymentRecord): string[] {
  return (deployment.loadBalancerInfo?.targetGroupInfoList ?? []).flatMap(({ name }) => {
    const found = name ? registry.fleet.targetGroupNamed(name) : undefined;
    return found ? [found.arn] : [];
  });
}

async function blockTraffic(
  registry: Registry,
  deployment: DeploymentRecord,
  targetId: string,
): Promise<Diagnostics> {
  const arns = targetGroupArns(registry, deployment);
  await Promise.all(arns.map((arn) => registry.fleet.deregister(arn, targetId)));
  return succeeded();
}

async function allowTraffic(
  registry: Registry,
  deployment: DeploymentRecord,
  targetId: string,
): Promise<Diagnostics> {
  const { fleet } = registry;
  for (const arn of targetGroupArns(registry, deployment)) fleet.register(arn, targetId);
  const deadline = Date.now() + HEALTHY_WITHIN_MS;
  for (;;) {
    const health = fleet.balancer.health(targetId);
    if (health.State === "healthy") return succeeded();
    if (Date.now() > deadline) {
      const why = health.Description ?? health.State;
      return unknown(`The load balancer does not find the instance healthy: ${why}.`);
    }
    await fleet.pause(50);
  }
}

const succeeded = (): Diagnostics => ({
  errorCode: "Success",
  scriptName: "",
  message: "Succeeded",
  logTail: "",
});
const unknown = (message: string): Diagnostics => ({
  errorCode: "UnknownError",
  scriptName: "",
  message,
  logTail: "",
});
