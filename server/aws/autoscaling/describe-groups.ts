import "server-only";
import { DescribeAutoScalingGroupsCommand } from "@aws-sdk/client-auto-scaling";
import { callAws, type UpstreamCtx } from "../call-aws";
import { autoscaling } from "./client";

/** Instances of the groups with their life cycle (`InService`…). Needs autoscaling:DescribeAutoScalingGroups. */
export async function describeGroups(
  ctx: UpstreamCtx,
  names: string[],
): Promise<{ id: string; lifecycle?: string }[]> {
  if (names.length === 0) return [];
  const answer = await callAws(ctx, "autoscaling", "DescribeAutoScalingGroups", (options) =>
    autoscaling().send(
      new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: names }),
      options,
    ),
  );
  return (answer.AutoScalingGroups ?? []).flatMap((group) =>
    (group.Instances ?? []).map((instance) => ({
      id: instance.InstanceId ?? "",
      lifecycle: instance.LifecycleState,
    })),
  );
}
