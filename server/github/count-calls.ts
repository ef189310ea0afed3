import "server-only";
import { held } from "@/server/platform/held";

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
