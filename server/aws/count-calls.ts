import "server-only";
import { held } from "@/server/platform/held";
import type { AwsService } from "./services";

export interface CallCount {
  /** Calls as the console made them. */
  calls: number;
  /** Requests on the wire, retries included. */
  requests: number;
  failed: number;
  throttled: number;
}

const counts = () => held("aws.counts", () => new Map<string, CallCount>());

/** Counts one finished call of this process. */
export function countCall(
  service: AwsService,
  operation: string,
  outcome: { requests: number; failed: boolean; throttled: boolean },
): void {
  const key = `${service} ${operation}`;
  const count = counts().get(key) ?? { calls: 0, requests: 0, failed: 0, throttled: 0 };
  count.calls += 1;
  count.requests += outcome.requests;
  if (outcome.failed) count.failed += 1;
  if (outcome.throttled) count.throttled += 1;
  counts().set(key, count);
}

/** All calls of this process since it started, by service and operation. */
export function awsCalls(): ({ service: string; operation: string } & CallCount)[] {
  return [...counts()].map(([key, count]) => {
    const [service = "", operation = ""] = key.split(" ");
    return { service, operation, ...count };
  });
}
