import { waitUntil } from "../../../scripts/processes/wait-until.ts";
import { median } from "../report/percentile.ts";
import type { ConsoleMetrics } from "./read-metrics.ts";

/** What the console used during a window of time. */
export interface Use {
  seconds: number;
  /** Requests to AWS in the window, and the same by `service Operation`. */
  requests: number;
  byCall: Map<string, number>;
  /** Medians of a sample a second, bytes. */
  resident: number;
  heap: number;
}

/** Looks at the console once a second until the window is over. */
export async function measureConsole(
  look: () => Promise<ConsoleMetrics>,
  windowMs: number,
): Promise<Use> {
  const first = await look();
  const began = performance.now();
  const samples = [first];
  await waitUntil(
    "The end of the window",
    async () => {
      samples.push(await look());
      return performance.now() - began >= windowMs;
    },
    { timeoutMs: windowMs + 30_000, everyMs: 1_000 },
  );
  const seconds = (performance.now() - began) / 1_000;
  const last = samples.at(-1) ?? first;
  const byCall = new Map(
    [...last.requests]
      .map(([name, count]): [string, number] => [name, count - (first.requests.get(name) ?? 0)])
      .filter(([, count]) => count > 0),
  );
  return {
    seconds,
    requests: [...byCall.values()].reduce((sum, count) => sum + count, 0),
    byCall,
    resident: median(samples.map(({ resident }) => resident)),
    heap: median(samples.map(({ heap }) => heap)),
  };
}
