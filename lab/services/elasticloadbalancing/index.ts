import { AwsError } from "../../core/aws-error.ts";
import type { Lab, Operation, Service } from "../../core/contracts.ts";
import { fleetOf } from "../../fleet/fleet.ts";
import { describeOperations } from "./describe.ts";

/** Elastic Load Balancing v2: one application load balancer, its target group and their health. */
export default function elasticLoadBalancing(lab: Lab): Service {
  const fleet = fleetOf(lab);
  const idsOf = (targets: { Id?: string }[] | undefined): string[] => {
    const ids = (targets ?? []).flatMap(({ Id }) => (Id ? [Id] : []));
    if (ids.length === 0)
      throw new AwsError("ValidationError", "At least one target must be given.");
    for (const id of ids) {
      const known = fleet.instances.get(id);
      if (!known || known.state === "terminated") {
        throw new AwsError(
          "InvalidTarget",
          `The following targets are not valid instances: '${id}'`,
        );
      }
    }
    return ids;
  };
  const operations: Record<string, Operation> = {
    ...describeOperations(fleet),
    RegisterTargets({ TargetGroupArn, Targets }) {
      const group = fleet.targetGroup(TargetGroupArn);
      for (const id of idsOf(Targets)) fleet.register(group.arn, id);
      return {};
    },
    DeregisterTargets({ TargetGroupArn, Targets }) {
      const group = fleet.targetGroup(TargetGroupArn);
      // The answer comes at once; draining goes on behind it, as in AWS.
      for (const id of idsOf(Targets)) fleet.inBackground(fleet.deregister(group.arn, id));
      return {};
    },
  };
  return {
    name: "elasticloadbalancing",
    protocol: "query",
    apiVersion: "2015-12-01",
    xmlNamespace: "http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/",
    operations,
    pages: {
      "/_lab/load-balancer": async (_req, res) => {
        const targets = fleet.balancer.ids().map((id) => ({ id, ...fleet.balancer.health(id) }));
        res.writeHead(200, { "content-type": "application/json" });
        res.end(`${JSON.stringify({ ...fleet.balancer.counters, targets }, null, 1)}\n`);
      },
    },
    start: () => fleet.start(),
    stop: (options) => fleet.stop(options),
  };
}
