import { AwsError } from "../../core/aws-error.ts";
import type { Operation } from "../../core/contracts.ts";
import type { Fleet } from "../../fleet/fleet.ts";
import type { LoadBalancerRecord, TargetGroupRecord } from "../../fleet/model.ts";

const VPC = "vpc-0a11b22c33d44e55f";

export function describeOperations(fleet: Fleet): Record<string, Operation> {
  return {
    DescribeLoadBalancers: ({ LoadBalancerArns, Names }) => ({
      LoadBalancers: choose(
        fleet.loadBalancers.list(),
        LoadBalancerArns,
        Names,
        loadBalancerMissing,
      ).map((each) => balancerView(fleet, each)),
    }),
    DescribeTargetGroups({ LoadBalancerArn, TargetGroupArns, Names }) {
      if (LoadBalancerArn && !fleet.loadBalancers.get(LoadBalancerArn))
        throw loadBalancerMissing(LoadBalancerArn);
      const groups = choose(fleet.targetGroups.list(), TargetGroupArns, Names, targetGroupMissing);
      return {
        TargetGroups: groups
          .filter((each) => !LoadBalancerArn || each.loadBalancerArn === LoadBalancerArn)
          .map(targetGroupView),
      };
    },
    DescribeTargetGroupAttributes({ TargetGroupArn }) {
      fleet.targetGroup(TargetGroupArn);
      const seconds = Math.round(fleet.pace.deregistrationDelay / 1000);
      return {
        Attributes: [
          { Key: "deregistration_delay.timeout_seconds", Value: String(seconds) },
          { Key: "load_balancing.algorithm.type", Value: "round_robin" },
          { Key: "stickiness.enabled", Value: "false" },
        ],
      };
    },
    DescribeListeners({ LoadBalancerArn, ListenerArns }) {
      if (LoadBalancerArn && !fleet.loadBalancers.get(LoadBalancerArn))
        throw loadBalancerMissing(LoadBalancerArn);
      const known = fleet.loadBalancers.list();
      for (const arn of ListenerArns ?? []) {
        if (!known.some((each) => each.listenerArn === arn)) {
          throw new AwsError("ListenerNotFound", `One or more listeners not found`);
        }
      }
      return {
        Listeners: known
          .filter((each) => !LoadBalancerArn || each.arn === LoadBalancerArn)
          .filter((each) => !ListenerArns?.length || ListenerArns.includes(each.listenerArn))
          .map((each) => listenerView(fleet, each)),
      };
    },
    DescribeTargetHealth({ TargetGroupArn, Targets }) {
      const group = fleet.targetGroup(TargetGroupArn);
      const asked = (Targets ?? []).map(({ Id }: { Id: string }) => Id);
      const known = [...new Set([...group.registered, ...fleet.balancer.ids()])];
      for (const id of asked) {
        if (!fleet.instances.get(id)) {
          throw new AwsError(
            "InvalidTarget",
            `The following targets are not valid instances: '${id}'`,
          );
        }
      }
      return {
        TargetHealthDescriptions: (asked.length > 0 ? asked : known).map((id: string) => ({
          Target: { Id: id, Port: group.port },
          HealthCheckPort: String(group.port),
          TargetHealth: fleet.balancer.health(id),
        })),
      };
    },
    DescribeTags({ ResourceArns }) {
      const arns = [
        ...fleet.loadBalancers.list().flatMap((each) => [each.arn, each.listenerArn]),
        ...fleet.targetGroups.list().map((each) => each.arn),
      ];
      return {
        TagDescriptions: (ResourceArns ?? []).map((arn: string) => {
          if (!arns.includes(arn)) throw loadBalancerMissing(arn);
          return { ResourceArn: arn, Tags: [{ Key: "application", Value: "lab-app" }] };
        }),
      };
    },
  };
}

function choose<T extends { arn: string; name: string }>(
  all: T[],
  arns: string[] | undefined,
  names: string[] | undefined,
  missing: (what: string) => AwsError,
): T[] {
  for (const arn of arns ?? []) if (!all.some((each) => each.arn === arn)) throw missing(arn);
  for (const name of names ?? []) if (!all.some((each) => each.name === name)) throw missing(name);
  return all
    .filter((each) => !arns?.length || arns.includes(each.arn))
    .filter((each) => !names?.length || names.includes(each.name));
}

const loadBalancerMissing = (what: string) =>
  new AwsError("LoadBalancerNotFound", `Load balancers '[${what}]' not found`);
const targetGroupMissing = (what: string) =>
  new AwsError("TargetGroupNotFound", `One or more target groups not found: ${what}`);

function balancerView(fleet: Fleet, balancer: LoadBalancerRecord) {
  return {
    LoadBalancerArn: balancer.arn,
    // Only a host fits here; the port is the listener's.
    DNSName: "127.0.0.1",
    CanonicalHostedZoneId: "Z35SXDOTRQ7X7K",
    CreatedTime: new Date(balancer.createdTime),
    LoadBalancerName: balancer.name,
    Scheme: "internal",
    VpcId: VPC,
    State: { Code: "active" },
    Type: "application",
    AvailabilityZones: [{ ZoneName: `${fleet.lab.region}a`, SubnetId: "subnet-0a11b22c33d44e55f" }],
    SecurityGroups: [],
    IpAddressType: "ipv4",
  };
}

function targetGroupView(group: TargetGroupRecord) {
  return {
    TargetGroupArn: group.arn,
    TargetGroupName: group.name,
    Protocol: "HTTP",
    Port: group.port,
    VpcId: VPC,
    HealthCheckProtocol: "HTTP",
    HealthCheckPort: "traffic-port",
    HealthCheckEnabled: true,
    // AWS's shortest; the lab looks more often, so that its fleet moves at a pace to watch.
    HealthCheckIntervalSeconds: 5,
    HealthCheckTimeoutSeconds: 2,
    HealthyThresholdCount: 2,
    UnhealthyThresholdCount: 2,
    HealthCheckPath: "/health",
    Matcher: { HttpCode: "200" },
    LoadBalancerArns: [group.loadBalancerArn],
    TargetType: "instance",
    ProtocolVersion: "HTTP1",
    IpAddressType: "ipv4",
  };
}

function listenerView(fleet: Fleet, balancer: LoadBalancerRecord) {
  const groups = fleet.targetGroups.list().filter((each) => each.loadBalancerArn === balancer.arn);
  return {
    ListenerArn: balancer.listenerArn,
    LoadBalancerArn: balancer.arn,
    Port: fleet.lab.lbPort,
    Protocol: "HTTP",
    DefaultActions: groups.map((each, index) => ({
      Type: "forward",
      TargetGroupArn: each.arn,
      Order: index + 1,
      ForwardConfig: {
        TargetGroups: [{ TargetGroupArn: each.arn, Weight: 1 }],
        TargetGroupStickinessConfig: { Enabled: false },
      },
    })),
  };
}
