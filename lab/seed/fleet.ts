import { randomBytes, randomUUID } from "node:crypto";
import type { Lab } from "../core/contracts.ts";
import { fleetOf } from "../fleet/fleet.ts";
import { balancerDimension } from "../fleet/metrics.ts";

/** The names that a new lab's fleet has; other seeds refer to them. */
export const FLEET = {
  loadBalancer: "lab-app",
  targetGroup: "lab-app-prod",
  autoScalingGroup: "lab-app-prod-asg",
  failedRequestsAlarm: "lab-app-failed-requests",
  size: 2,
} as const;

/** A load balancer, its target group, an Auto Scaling group of two instances, and the alarm. */
export default async function seedFleet(lab: Lab): Promise<void> {
  const fleet = fleetOf(lab);
  if (fleet.loadBalancers.list().length === 0) {
    const id = randomBytes(8).toString("hex");
    const arn = lab.arn("elasticloadbalancing", `loadbalancer/app/${FLEET.loadBalancer}/${id}`);
    const group = lab.arn(
      "elasticloadbalancing",
      `targetgroup/${FLEET.targetGroup}/${randomBytes(8).toString("hex")}`,
    );
    const name = FLEET.autoScalingGroup;
    lab.store.transaction(() => {
      fleet.loadBalancers.put(arn, {
        name: FLEET.loadBalancer,
        arn,
        listenerArn: `${arn.replace(":loadbalancer/", ":listener/")}/${randomBytes(8).toString("hex")}`,
        createdTime: Date.now(),
      });
      fleet.targetGroups.put(group, {
        name: FLEET.targetGroup,
        arn: group,
        port: 8080,
        loadBalancerArn: arn,
        registered: [],
      });
      fleet.groups.put(name, {
        name,
        arn: lab.arn(
          "autoscaling",
          `autoScalingGroup:${randomUUID()}:autoScalingGroupName/${name}`,
        ),
        min: 1,
        max: 4,
        desired: FLEET.size,
        createdTime: Date.now(),
        targetGroupArns: [group],
        tags: { application: "lab-app" },
      });
    });
  }
  await fleet.reconcile(FLEET.autoScalingGroup);
  await seedAlarm(lab, balancerDimension(fleet.loadBalancers.list()[0]?.arn ?? ""));
}

/** Rings when the load balancer could not answer requests. */
async function seedAlarm(lab: Lab, balancer: string): Promise<void> {
  try {
    await lab.call("cloudwatch", "PutMetricAlarm", {
      AlarmName: FLEET.failedRequestsAlarm,
      AlarmDescription: "The load balancer could not get requests answered.",
      Namespace: "AWS/ApplicationELB",
      MetricName: "HTTPCode_ELB_5XX_Count",
      Dimensions: [{ Name: "LoadBalancer", Value: balancer }],
      Statistic: "Sum",
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 5,
      ComparisonOperator: "GreaterThanOrEqualToThreshold",
      TreatMissingData: "notBreaching",
      ActionsEnabled: true,
    });
  } catch (error) {
    lab.log("cloudwatch", `the alarm could not be made: ${String(error)}`);
  }
}
