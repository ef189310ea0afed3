import "server-only";
import { held } from "@/server/platform/held";
import { type MetricFamily, registerMetrics } from "@/server/platform/metrics";

export interface GitHubCallCount {
  /** Calls as the console made them. */
  calls: number;
  /** Requests on the wire, retries included. */
  requests: number;
  /** Of the calls, those answered from memory after GitHub said "not modified": they cost no rate limit. */
  unchanged: number;
  failed: number;
  throttled: number;
}

const counts = () => held("github.counts", () => new Map<string, GitHubCallCount>());

/** Counts one finished call of this process. */
export function countCall(
  operation: string,
  outcome: { requests: number; unchanged: boolean; failed: boolean; throttled: boolean },
): void {
  const count = counts().get(operation) ?? {
    calls: 0,
    requests: 0,
    unchanged: 0,
    failed: 0,
    throttled: 0,
  };
  count.calls += 1;
  count.requests += outcome.requests;
  if (outcome.unchanged) count.unchanged += 1;
  if (outcome.failed) count.failed += 1;
  if (outcome.throttled) count.throttled += 1;
  counts().set(operation, count);
}

/** All calls of this process since it started, by operation. */
export const gitHubCalls = (): ({ operation: string } & GitHubCallCount)[] =>
  [...counts()].map(([operation, count]) => ({ operation, ...count }));

const family = (name: string, help: string, of: keyof GitHubCallCount): MetricFamily => ({
  name: `switchyard_github_${name}_total`,
  help,
  type: "counter",
  samples: gitHubCalls().map((call) => ({
    labels: { operation: call.operation },
    value: call[of],
  })),
});

registerMetrics("github", () => [
  family("calls", "Calls to GitHub as the console made them.", "calls"),
  family("requests", "Requests to GitHub on the wire, retries included.", "requests"),
  family("unchanged", "Calls that GitHub answered with not modified.", "unchanged"),
  family("failures", "Calls to GitHub that failed after all retries.", "failed"),
  family("throttles", "Calls to GitHub that failed by its rate limit.", "throttled"),
]);
