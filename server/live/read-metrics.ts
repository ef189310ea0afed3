import "server-only";
import { awsCalls } from "@/server/aws/count-calls";
import { readRegisteredMetrics, renderMetrics } from "@/server/platform/metrics";
import { openStreams } from "./count-streams";
import { hub } from "./hub";

/** This process's figures in Prometheus' text format. */
export function readMetrics(): string {
  const calls = awsCalls();
  const { watchers } = hub();
  const watching = watchers.filter(({ role }) => role === "leader" || role === "alone").length;
  const memory = process.memoryUsage();
  const perCall = (name: string, value: (call: (typeof calls)[number]) => number) =>
    calls.map(
      (call) => `${name}{service="${call.service}",operation="${call.operation}"} ${value(call)}`,
    );
  return [
    "# HELP switchyard_aws_calls_total Calls to AWS as the console made them.",
    "# TYPE switchyard_aws_calls_total counter",
    ...perCall("switchyard_aws_calls_total", (call) => call.calls),
    "# HELP switchyard_aws_requests_total Requests to AWS on the wire, retries included.",
    "# TYPE switchyard_aws_requests_total counter",
    ...perCall("switchyard_aws_requests_total", (call) => call.requests),
    "# HELP switchyard_aws_failures_total Calls to AWS that failed after all retries.",
    "# TYPE switchyard_aws_failures_total counter",
    ...perCall("switchyard_aws_failures_total", (call) => call.failed),
    "# HELP switchyard_aws_throttles_total Calls to AWS that failed by throttling.",
    "# TYPE switchyard_aws_throttles_total counter",
    ...perCall("switchyard_aws_throttles_total", (call) => call.throttled),
    "# HELP switchyard_live_streams Open streams to browsers.",
    "# TYPE switchyard_live_streams gauge",
    `switchyard_live_streams ${openStreams()}`,
    "# HELP switchyard_live_topics Topics that this process follows.",
    "# TYPE switchyard_live_topics gauge",
    `switchyard_live_topics ${watchers.length}`,
    "# HELP switchyard_live_watchers Topics that this process reads for the fleet.",
    "# TYPE switchyard_live_watchers gauge",
    `switchyard_live_watchers ${watching}`,
    "# HELP process_resident_memory_bytes Resident memory.",
    "# TYPE process_resident_memory_bytes gauge",
    `process_resident_memory_bytes ${memory.rss}`,
    "# HELP nodejs_heap_size_used_bytes Used heap.",
    "# TYPE nodejs_heap_size_used_bytes gauge",
    `nodejs_heap_size_used_bytes ${memory.heapUsed}`,
    ...renderMetrics(readRegisteredMetrics()),
    "",
  ].join("\n");
}
