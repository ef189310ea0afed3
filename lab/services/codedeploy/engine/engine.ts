import { endInterruptedHook } from "../../../fleet/agent/agent.ts";
import { type DeploymentRecord, FINISHED, type TargetRecord } from "../model.ts";
import type { Registry } from "../registry.ts";
import { watchAlarms } from "./alarms.ts";
import { endFleet, runBlueGreen } from "./blue-green.ts";
import { createDeployment, lastSuccessful } from "./create.ts";
import { giveBack } from "./give-back.ts";
import { runInPlace } from "./in-place.ts";
import { type Ending, settle } from "./settle.ts";
import { stopEnding } from "./stop-ending.ts";

/** Runs deployments. All that matters is in the store, so a run may be begun again at any time. */
export class Engine {
  private readonly registry: Registry;
  private readonly running = new Set<string>();
  private stopped = false;

  constructor(registry: Registry) {
    this.registry = registry;
    registry.fleet.isBusy = (id) => this.isBusy(id);
    registry.lab.onEvent((event) => {
      if (event["detail-type"] === "EC2 Instance Launch Successful") this.deployToNewInstances();
    });
  }

  /** Begins (or goes on with) a deployment, without waiting for it. */
  run(deploymentId: string): void {
    if (this.running.has(deploymentId) || this.stopped) return;
    this.running.add(deploymentId);
    void this.runToEnd(deploymentId)
      .catch((error: unknown) => this.crash(deploymentId, error))
      .finally(() => this.running.delete(deploymentId));
  }

  /** After a restart: goes on with what was under way. */
  async resume(): Promise<void> {
    const open = this.open();
    for (const deployment of open) {
      this.registry.lab.log("codedeploy", `resuming ${deployment.deploymentId}`);
      for (const target of this.registry.targetsOf(deployment.deploymentId)) {
        const instance = this.registry.fleet.instances.get(target.id);
        const cut = target.events.find((event) => event.status === "InProgress");
        if (!instance || !cut) continue;
        await endInterruptedHook(this.registry.fleet.host(instance), {
          deploymentId: deployment.deploymentId,
          event: cut.name,
        });
      }
      this.run(deployment.deploymentId);
    }
    this.deployToNewInstances();
  }

  stop(): void {
    this.stopped = true;
    this.registry.stopping = true;
  }

  private open(): DeploymentRecord[] {
    return this.registry.deployments.list().filter((each) => !FINISHED.includes(each.status));
  }

  private isBusy(instanceId: string): boolean {
    return this.open().some((each) => {
      const target = this.registry.targets.get(`${each.deploymentId}/${instanceId}`);
      return target?.status === "InProgress";
    });
  }

  private async runToEnd(deploymentId: string): Promise<void> {
    const { registry } = this;
    await registry.fleet.pause(registry.fleet.pace.event);
    const deployment = registry.deployment(deploymentId);
    if (deployment.status === "Created") {
      registry.change(deploymentId, { status: "InProgress", startTime: Date.now() });
    }
    const unwatch = await watchAlarms(registry, deployment);
    let ending: Ending;
    try {
      ending = await this.work(registry.deployment(deploymentId));
    } finally {
      unwatch();
    }
    const rollback = settle(registry, deploymentId, ending);
    registry.lab.log("codedeploy", `${deploymentId} ${ending.status}`, {
      ...(ending.error ? { code: ending.error.code } : {}),
    });
    if (rollback) this.run(rollback.deploymentId);
    else await this.endUnusedFleet(deploymentId);
    this.deployToNewInstances();
  }

  private work(deployment: DeploymentRecord): Promise<Ending> | Ending {
    const { registry } = this;
    if (deployment.stopRequested && !deployment.greenGroup) {
      return stopEnding(registry, deployment.deploymentId);
    }
    if (deployment.givesBackTrafficOf) return giveBack(registry, deployment);
    return deployment.deploymentStyle.deploymentType === "BLUE_GREEN"
      ? runBlueGreen(registry, deployment)
      : runInPlace(registry, deployment);
  }

  /** AWS keeps the new instances of a blue/green deployment that failed; here nobody would end them. */
  private async endUnusedFleet(deploymentId: string): Promise<void> {
    const { status, greenGroup } = this.registry.deployment(deploymentId);
    if (status === "Succeeded" || !greenGroup) return;
    const used = this.registry
      .targetsOf(deploymentId)
      .some((target) => target.label === "Green" && hasBegun(target, "AllowTraffic"));
    if (!used) await endFleet(this.registry, greenGroup);
  }

  /** Instances that Auto Scaling launched get what their group runs, one deployment each. */
  private deployToNewInstances(): void {
    const { registry } = this;
    for (const instance of registry.fleet.running()) {
      if (!instance.awaitsRevision || this.isBusy(instance.id)) continue;
      const groups = registry.groups
        .list()
        .filter((each) => each.autoScalingGroups.includes(instance.group));
      const active = groups.map((group) => registry.activeIn(group));
      // A blue/green deployment that only keeps its old instances does not stand in the way.
      if (active.some((each) => each && each.trafficSwitchedAt === undefined)) continue;
      const group = groups.find((_, index) => !active[index]);
      const last = group && lastSuccessful(registry, group);
      if (!last) continue;
      const deployment = createDeployment(registry, {
        group,
        revision: last.revision,
        creator: "autoscaling",
        instanceIds: [instance.id],
      });
      this.run(deployment.deploymentId);
    }
  }

  /** A defect of the lab must not leave a deployment open for ever. */
  private crash(deploymentId: string, error: unknown): void {
    if (this.stopped) return;
    if (FINISHED.includes(this.registry.deployment(deploymentId).status)) return;
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.registry.lab.log("codedeploy", `${deploymentId} broke: ${message}`);
    const rollback = settle(this.registry, deploymentId, {
      status: "Failed",
      error: {
        code: "INTERNAL_ERROR",
        message: "The deployment failed because of an internal error.",
      },
    });
    if (rollback) this.run(rollback.deploymentId);
  }
}

function hasBegun(target: TargetRecord, name: string): boolean {
  const event = target.events.find((each) => each.name === name);
  return event !== undefined && event.status !== "Pending" && event.status !== "Skipped";
}
