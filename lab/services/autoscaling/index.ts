import { randomUUID } from "node:crypto";
import { AwsError } from "../../core/aws-error.ts";
import type { Lab, Operation, Service } from "../../core/contracts.ts";
import { type Fleet, fleetOf } from "../../fleet/fleet.ts";
import type { GroupRecord, InstanceRecord } from "../../fleet/model.ts";

const LAUNCH_TEMPLATE = {
  LaunchTemplateId: "lt-0a11b22c33d44e55f",
  LaunchTemplateName: "lab-app-prod",
  Version: "1",
};

/** Auto Scaling: the groups that the fleet's instances belong to, and their size. */
export default function autoScaling(lab: Lab): Service {
  const fleet = fleetOf(lab);
  const operations: Record<string, Operation> = {
    DescribeAutoScalingGroups({ AutoScalingGroupNames: names, NextToken }) {
      refuseToken(NextToken);
      const groups = fleet.groups
        .list()
        .filter((each) => !names?.length || names.includes(each.name));
      return { AutoScalingGroups: groups.map((each) => groupView(fleet, each)) };
    },
    DescribeAutoScalingInstances({ InstanceIds: ids, NextToken }) {
      refuseToken(NextToken);
      return {
        AutoScalingInstances: present(fleet)
          .filter((each) => !ids?.length || ids.includes(each.id))
          .map((each) => ({ ...instanceView(fleet, each), AutoScalingGroupName: each.group })),
      };
    },
    SetDesiredCapacity({ AutoScalingGroupName: name, DesiredCapacity }) {
      const group = named(fleet, name);
      const desired = Number(DesiredCapacity);
      if (!Number.isInteger(desired) || desired < group.min || desired > group.max) {
        throw new AwsError(
          "ValidationError",
          `New SetDesiredCapacity value ${DesiredCapacity} must be between the min value ${group.min} and the max value ${group.max} for AutoScalingGroup ${name}.`,
        );
      }
      fleet.groups.put(group.name, { ...group, desired });
      fleet.inBackground(fleet.reconcile(group.name));
    },
    TerminateInstanceInAutoScalingGroup({ InstanceId: id, ShouldDecrementDesiredCapacity }) {
      const instance = present(fleet).find((each) => each.id === id);
      if (!instance) {
        throw new AwsError(
          "ValidationError",
          `Instance Id not found - No managed instance found for instance ID: ${id}`,
        );
      }
      const group = named(fleet, instance.group);
      if (String(ShouldDecrementDesiredCapacity) === "true") {
        fleet.groups.put(group.name, { ...group, desired: Math.max(group.min, group.desired - 1) });
      }
      fleet.inBackground(fleet.terminate(id).then(() => fleet.reconcile(group.name)));
      return {
        Activity: {
          ActivityId: randomUUID(),
          AutoScalingGroupName: group.name,
          Description: `Terminating EC2 instance: ${id}`,
          Cause: `At ${new Date().toISOString()} instance ${id} was taken out of service in response to a user request.`,
          StartTime: new Date(),
          StatusCode: "InProgress",
          Progress: 0,
          Details: "{}",
        },
      };
    },
  };
  return {
    name: "autoscaling",
    protocol: "query",
    apiVersion: "2011-01-01",
    xmlNamespace: "http://autoscaling.amazonaws.com/doc/2011-01-01/",
    operations,
    start: () => fleet.start(),
    stop: (options) => fleet.stop(options),
  };
}

function named(fleet: Fleet, name: string): GroupRecord {
  const found = fleet.groups.get(name);
  if (!found) {
    throw new AwsError(
      "ValidationError",
      `AutoScalingGroup name not found - AutoScalingGroup ${name} not found`,
    );
  }
  return found;
}

/** The lab's lists fit on one page. */
function refuseToken(token: unknown): void {
  if (token) throw new AwsError("InvalidNextToken", "The next token is not one that was given.");
}

function present(fleet: Fleet): InstanceRecord[] {
  return fleet.instances.list().filter((each) => each.state !== "terminated");
}

function groupView(fleet: Fleet, group: GroupRecord) {
  return {
    AutoScalingGroupName: group.name,
    AutoScalingGroupARN: group.arn,
    LaunchTemplate: LAUNCH_TEMPLATE,
    MinSize: group.min,
    MaxSize: group.max,
    DesiredCapacity: group.desired,
    DefaultCooldown: 300,
    AvailabilityZones: [`${fleet.lab.region}a`],
    LoadBalancerNames: [],
    TargetGroupARNs: group.targetGroupArns,
    HealthCheckType: "EC2",
    HealthCheckGracePeriod: 0,
    Instances: present(fleet)
      .filter((each) => each.group === group.name)
      .map((each) => instanceView(fleet, each)),
    CreatedTime: new Date(group.createdTime),
    SuspendedProcesses: [],
    VPCZoneIdentifier: "subnet-0a11b22c33d44e55f",
    EnabledMetrics: [],
    Status: group.deleting ? "Delete in progress" : undefined,
    Tags: Object.entries(group.tags).map(([Key, Value]) => ({
      ResourceId: group.name,
      ResourceType: "auto-scaling-group",
      Key,
      Value,
      PropagateAtLaunch: true,
    })),
    TerminationPolicies: ["Default"],
    NewInstancesProtectedFromScaleIn: false,
  };
}

const LIFECYCLE_STATES = {
  pending: "Pending",
  running: "InService",
  "shutting-down": "Terminating",
  terminated: "Terminated",
} as const;

function instanceView(fleet: Fleet, instance: InstanceRecord) {
  return {
    InstanceId: instance.id,
    InstanceType: "t3.micro",
    AvailabilityZone: `${fleet.lab.region}a`,
    LifecycleState: LIFECYCLE_STATES[instance.state],
    HealthStatus: "Healthy",
    LaunchTemplate: LAUNCH_TEMPLATE,
    ProtectedFromScaleIn: false,
  };
}
