import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { AwsError } from "../core/aws-error.ts";
import type { Collection, Lab } from "../core/contracts.ts";
import type { AgentHost } from "./agent/agent.ts";
import { Balancer } from "./balancer/balancer.ts";
import type { TargetHealth } from "./balancer/target.ts";
import { freeAddress } from "./free-address.ts";
import { publishMetrics } from "./metrics.ts";
import type {
  GroupRecord,
  InstanceRecord,
  LoadBalancerRecord,
  TargetGroupRecord,
} from "./model.ts";
import { type Pace, readPace } from "./pace.ts";
import { endProcesses, processesOfInstance } from "./processes.ts";
import { recoverFleet } from "./recover-fleet.ts";

const fleets = new WeakMap<Lab, Fleet>();

/** The one fleet of a lab; the four services that speak for it share it. */
export function fleetOf(lab: Lab): Fleet {
  const known = fleets.get(lab);
  if (known) return known;
  const fleet = new Fleet(lab);
  fleets.set(lab, fleet);
  return fleet;
}

/** Instances, the groups that they belong to, and the load balancer in front of them. */
export class Fleet {
  readonly lab: Lab;
  readonly pace: Pace;
  readonly instances: Collection<InstanceRecord>;
  readonly groups: Collection<GroupRecord>;
  readonly targetGroups: Collection<TargetGroupRecord>;
  readonly loadBalancers: Collection<LoadBalancerRecord>;
  readonly balancer: Balancer;
  /** Instances that a deployment works on are left to it, also after a restart. */
  isBusy: (id: string) => boolean = () => false;
  private started: Promise<void> | undefined;
  private readonly sizing = new Map<string, Promise<void>>();
  private stopMetrics: (() => Promise<void>) | undefined;

  constructor(lab: Lab) {
    this.lab = lab;
    this.pace = readPace();
    this.instances = lab.store.collection("fleet.instances");
    this.groups = lab.store.collection("autoscaling.groups");
    this.targetGroups = lab.store.collection("elasticloadbalancing.targetGroups");
    this.loadBalancers = lab.store.collection("elasticloadbalancing.loadBalancers");
    this.balancer = new Balancer({
      port: lab.lbPort,
      check: {
        path: "/health",
        intervalMs: this.pace.healthInterval,
        timeoutMs: 2000,
        healthyThreshold: 2,
        unhealthyThreshold: 2,
      },
      drainMs: this.pace.drain,
      deregistrationDelayMs: this.pace.deregistrationDelay,
      onHealthChange: (id, health) => this.noteHealth(id, health),
    });
  }

  /** Listens, registers what was registered, brings groups to their size, boots what is gone. */
  start(): Promise<void> {
    this.started ??= this.doStart();
    return this.started;
  }

  async stop(options: { stopFleet: boolean }): Promise<void> {
    if (!this.started) return;
    this.started = undefined;
    await this.stopMetrics?.();
    await this.balancer.stop();
    if (!options.stopFleet) return;
    await Promise.all(
      this.running().map((each) => endProcesses(() => processesOfInstance(each.id), 5000)),
    );
  }

  /** Where an instance keeps its files. */
  host(instance: InstanceRecord): AgentHost {
    const { id, address } = instance;
    return { id, address, dir: join(this.lab.stateDir, "fleet", id) };
  }

  instance(id: string): InstanceRecord {
    const found = this.instances.get(id);
    if (!found) {
      throw new AwsError("InvalidInstanceID.NotFound", `The instance ID '${id}' does not exist`);
    }
    return found;
  }

  /** Instances that are not on their way out, oldest first. */
  running(group?: string): InstanceRecord[] {
    return this.instances
      .list()
      .filter((each) => each.state === "pending" || each.state === "running")
      .filter((each) => group === undefined || each.group === group);
  }

  change(id: string, change: Partial<InstanceRecord>): InstanceRecord {
    const next = { ...this.instance(id), ...change };
    this.instances.put(id, next);
    return next;
  }

  /** Makes one instance and waits until it runs. */
  async launch(group: string, extra: Partial<InstanceRecord> = {}): Promise<InstanceRecord> {
    const instance: InstanceRecord = {
      id: `i-0${randomBytes(8).toString("hex")}`,
      address: await freeAddress(this),
      state: "pending",
      group,
      launchTime: Date.now(),
      processes: [],
      ...extra,
    };
    this.instances.put(instance.id, instance);
    this.lab.log("autoscaling", `launching ${instance.id} at ${instance.address} in ${group}`);
    await this.pause(this.pace.boot);
    return this.change(instance.id, { state: "running" });
  }

  /** Drains an instance, ends what it runs, and removes its files. */
  async terminate(id: string): Promise<void> {
    const instance = this.instances.get(id);
    if (!instance || instance.state === "terminated") return;
    this.change(id, { state: "shutting-down" });
    await Promise.all(this.targetGroups.list().map((each) => this.deregister(each.arn, id)));
    await endProcesses(() => processesOfInstance(id), 5000);
    await rm(this.host(instance).dir, { recursive: true, force: true });
    this.change(id, { state: "terminated", terminatedTime: Date.now(), processes: [] });
    this.lab.log("autoscaling", `terminated ${id}`);
  }

  /** Registers a target durably; health checks begin at once. */
  register(targetGroupArn: string, id: string): void {
    const group = this.targetGroup(targetGroupArn);
    const instance = this.instance(id);
    if (!group.registered.includes(id)) {
      this.targetGroups.put(group.arn, { ...group, registered: [...group.registered, id] });
    }
    this.balancer.register({ id, address: instance.address, port: group.port });
  }

  /** Takes a target out durably; resolves when its requests under way have ended. */
  async deregister(targetGroupArn: string, id: string): Promise<void> {
    const group = this.targetGroup(targetGroupArn);
    if (group.registered.includes(id)) {
      const registered = group.registered.filter((each) => each !== id);
      this.targetGroups.put(group.arn, { ...group, registered });
    }
    await this.balancer.deregister(id);
  }

  targetGroup(arn: string): TargetGroupRecord {
    const found = this.targetGroups.get(arn);
    if (!found) {
      throw new AwsError("TargetGroupNotFound", `Target groups '${arn}' not found`);
    }
    return found;
  }

  targetGroupNamed(name: string): TargetGroupRecord | undefined {
    return this.targetGroups.list().find((each) => each.name === name);
  }

  /** Brings a group to its desired size. New instances await the group's revision. */
  reconcile(name: string): Promise<void> {
    // One after the other, so that no instance is missed and launched twice.
    const next = (this.sizing.get(name) ?? Promise.resolve()).then(() => this.resize(name));
    this.sizing.set(
      name,
      next.catch(() => undefined),
    );
    return next;
  }

  private async resize(name: string): Promise<void> {
    const group = this.groups.get(name);
    if (!group || group.deleting || group.provisioning) return;
    const there = this.running(name);
    for (const each of there.slice(group.desired)) await this.terminate(each.id);
    const missing = Math.max(0, group.desired - there.length);
    const launched = await Promise.all(
      Array.from({ length: missing }, () => this.launch(name, { awaitsRevision: true })),
    );
    for (const instance of launched) this.announceLaunch(group, instance);
  }

  /** Lets work go on behind an answer; what it throws is told in the log, unless the lab has stopped. */
  inBackground(work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      if (this.started)
        this.lab.log("autoscaling", `work in the background failed: ${String(error)}`);
    });
  }

  /** Waits, but not beyond a stop of the lab. */
  pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => this.lab.after(milliseconds, resolve));
  }

  /** Remembers what a deployment left running on an instance. */
  noteProcesses(id: string, installed: InstanceRecord["installed"]): void {
    this.change(id, { installed, processes: processesOfInstance(id), awaitsRevision: false });
  }

  private noteHealth(id: string, health: TargetHealth): void {
    this.lab.log("elasticloadbalancing", `target ${id} is ${health.State}`, { ...health });
    const [balancer] = this.loadBalancers.list();
    if (health.State === "healthy" && balancer && !balancer.inService) {
      this.loadBalancers.put(balancer.arn, { ...balancer, inService: true });
    }
  }

  private announceLaunch(group: GroupRecord, instance: InstanceRecord): void {
    for (const arn of group.targetGroupArns) this.register(arn, instance.id);
    this.lab.emit({
      source: "aws.autoscaling",
      "detail-type": "EC2 Instance Launch Successful",
      resources: [group.arn, this.lab.arn("ec2", `instance/${instance.id}`)],
      detail: {
        AutoScalingGroupName: group.name,
        EC2InstanceId: instance.id,
        StatusCode: "InProgress",
        Description: `Launching a new EC2 instance: ${instance.id}`,
      },
    });
  }

  private async doStart(): Promise<void> {
    this.balancer.inService = this.loadBalancers.list().some((each) => each.inService === true);
    await this.balancer.start();
    this.stopMetrics = publishMetrics(this);
    await recoverFleet(this);
  }
}
