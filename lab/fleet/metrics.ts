import type { Fleet } from "./fleet.ts";

/**
 * Puts the balancer's counters into CloudWatch while there is traffic, as an Application Load
 * Balancer does. Returns a stop that puts what is left.
 */
export function publishMetrics(fleet: Fleet): () => Promise<void> {
  const before = { requests: 0, failed: 0 };
  const publish = async () => {
    const { requests, failed } = fleet.balancer.counters;
    const [balancer] = fleet.loadBalancers.list();
    if (!balancer || requests === before.requests) return;
    const Dimensions = [{ Name: "LoadBalancer", Value: balancerDimension(balancer.arn) }];
    const Timestamp = new Date();
    const datum = (MetricName: string, Value: number) => ({
      MetricName,
      Dimensions,
      Timestamp,
      Value,
      Unit: "Count",
    });
    const counted = { requests: requests - before.requests, failed: failed - before.failed };
    Object.assign(before, { requests, failed });
    try {
      await fleet.lab.call("cloudwatch", "PutMetricData", {
        Namespace: "AWS/ApplicationELB",
        MetricData: [
          datum("RequestCount", counted.requests),
          // AWS leaves this one out while it is zero; a count of zero says more than no data.
          datum("HTTPCode_ELB_5XX_Count", counted.failed),
        ],
      });
    } catch (error) {
      before.requests -= counted.requests;
      before.failed -= counted.failed;
      fleet.lab.log("elasticloadbalancing", `metrics were not taken: ${String(error)}`);
    }
  };
  const timer = setInterval(() => void publish(), fleet.pace.metrics);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await publish();
  };
}

/** The value of the `LoadBalancer` dimension: the end of the balancer's ARN, `app/name/id`. */
export function balancerDimension(arn: string): string {
  return arn.slice(arn.indexOf("loadbalancer/") + "loadbalancer/".length);
}
