import "server-only";
import { GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { callAws, type UpstreamCtx } from "../call-aws";
import { cloudwatch } from "./client";

const METRICS = {
  requests: "RequestCount",
  byBalancer: "HTTPCode_ELB_5XX_Count",
  byTarget: "HTTPCode_Target_5XX_Count",
} as const;

/**
 * Requests and 5xx answers of a load balancer between two times. A metric without data is absent,
 * except that no 5xx data beside counted requests means none. Needs cloudwatch:GetMetricData.
 */
export async function getRequestCounts(
  ctx: UpstreamCtx,
  loadBalancer: string,
  window: { from: Date; to: Date },
): Promise<{ requests?: number; failedRequests?: number }> {
  const answer = await callAws(ctx, "cloudwatch", "GetMetricData", (options) =>
    cloudwatch().send(
      new GetMetricDataCommand({
        StartTime: window.from,
        EndTime: window.to,
        MetricDataQueries: Object.entries(METRICS).map(([id, name]) => ({
          Id: id,
          MetricStat: {
            Metric: {
              Namespace: "AWS/ApplicationELB",
              MetricName: name,
              Dimensions: [{ Name: "LoadBalancer", Value: loadBalancer }],
            },
            Period: 60,
            Stat: "Sum",
          },
        })),
      }),
      options,
    ),
  );
  const sum = (id: keyof typeof METRICS): number | undefined => {
    const values = answer.MetricDataResults?.find((result) => result.Id === id)?.Values;
    return values?.length ? values.reduce((total, value) => total + value, 0) : undefined;
  };
  const requests = sum("requests");
  const failed = [sum("byBalancer"), sum("byTarget")].filter((value) => value !== undefined);
  return {
    requests,
    failedRequests:
      failed.length > 0
        ? failed.reduce((total, value) => total + value, 0)
        : requests === undefined
          ? undefined
          : 0,
  };
}
