import "server-only";
import {
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { callAws, type UpstreamCtx } from "../call-aws";
import { elb } from "./client";

export interface TargetGroupNow {
  arn: string;
  name: string;
  loadBalancerArns: string[];
}

/** The target group of that name. Needs elasticloadbalancing:DescribeTargetGroups. */
export async function describeTargetGroup(
  ctx: UpstreamCtx,
  name: string,
): Promise<TargetGroupNow | undefined> {
  const answer = await callAws(ctx, "elasticloadbalancing", "DescribeTargetGroups", (options) =>
    elb().send(new DescribeTargetGroupsCommand({ Names: [name] }), options),
  );
  const group = answer.TargetGroups?.[0];
  if (!group?.TargetGroupArn) return undefined;
  return { arn: group.TargetGroupArn, name, loadBalancerArns: group.LoadBalancerArns ?? [] };
}

export interface TargetHealthNow {
  id: string;
  /** healthy, unhealthy, initial, draining, unused, unavailable */
  state?: string;
  reason?: string;
}

/** Health per target as the load balancer sees it. Needs elasticloadbalancing:DescribeTargetHealth. */
export async function describeTargetHealth(
  ctx: UpstreamCtx,
  targetGroupArn: string,
): Promise<TargetHealthNow[]> {
  const answer = await callAws(ctx, "elasticloadbalancing", "DescribeTargetHealth", (options) =>
    elb().send(new DescribeTargetHealthCommand({ TargetGroupArn: targetGroupArn }), options),
  );
  return (answer.TargetHealthDescriptions ?? []).map((target) => ({
    id: target.Target?.Id ?? "",
    state: target.TargetHealth?.State,
    reason: target.TargetHealth?.Description ?? target.TargetHealth?.Reason,
  }));
}
