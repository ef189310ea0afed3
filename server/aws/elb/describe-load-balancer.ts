import "server-only";
import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { callAws, type UpstreamCtx } from "../call-aws";
import { elb } from "./client";

export interface LoadBalancerNow {
  name: string;
  dnsName?: string;
  /** Where a person opens the application: DNS name and port of the first HTTP(S) listener. */
  url?: string;
  /** CloudWatch's dimension `LoadBalancer`: the end of the ARN. */
  metricDimension: string;
}

/** Needs elasticloadbalancing:DescribeLoadBalancers and elasticloadbalancing:DescribeListeners. */
export async function describeLoadBalancer(
  ctx: UpstreamCtx,
  arn: string,
): Promise<LoadBalancerNow | undefined> {
  const [balancers, listeners] = await Promise.all([
    callAws(ctx, "elasticloadbalancing", "DescribeLoadBalancers", (options) =>
      elb().send(new DescribeLoadBalancersCommand({ LoadBalancerArns: [arn] }), options),
    ),
    callAws(ctx, "elasticloadbalancing", "DescribeListeners", (options) =>
      elb().send(new DescribeListenersCommand({ LoadBalancerArn: arn }), options),
    ),
  ]);
  const balancer = balancers.LoadBalancers?.[0];
  if (!balancer) return undefined;
  const web = (listeners.Listeners ?? []).filter(
    (listener) => listener.Protocol === "HTTPS" || listener.Protocol === "HTTP",
  );
  const listener = web.find((candidate) => candidate.Protocol === "HTTPS") ?? web[0];
  return {
    name: balancer.LoadBalancerName ?? "",
    dnsName: balancer.DNSName,
    url: balancer.DNSName && listener ? webUrl(balancer.DNSName, listener) : undefined,
    metricDimension: arn.split(":loadbalancer/")[1] ?? arn,
  };
}

function webUrl(host: string, listener: { Protocol?: string; Port?: number }): string {
  const scheme = listener.Protocol === "HTTPS" ? "https" : "http";
  return new URL(`${scheme}://${host}${listener.Port ? `:${listener.Port}` : ""}/`).href;
}
