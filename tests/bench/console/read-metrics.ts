import { SESSION_COOKIE } from "./session-of.ts";

/** What the console tells of itself. */
export interface ConsoleMetrics {
  /** Requests to AWS since its start, retries included, by `service Operation`. */
  requests: Map<string, number>;
  /** Open streams to browsers. */
  streams: number;
  /** Topics that it watches for them. */
  topics: number;
  /** Resident memory and used heap in bytes. */
  resident: number;
  heap: number;
}

/** Reads `/api/metrics` with the session of somebody who may. */
export async function readMetrics(url: string, session: string): Promise<ConsoleMetrics> {
  const answer = await fetch(`${url}/api/metrics`, {
    headers: { cookie: `${SESSION_COOKIE}=${session}` },
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`The console's metrics answered ${answer.status}.`);
  const requests = new Map<string, number>();
  const each = /^switchyard_aws_requests_total\{service="([^"]+)",operation="([^"]+)"\} (\d+)$/gm;
  for (const [, service, operation, count] of text.matchAll(each))
    requests.set(`${service} ${operation}`, Number(count));
  return {
    requests,
    streams: gauge(text, "switchyard_live_streams"),
    topics: gauge(text, "switchyard_live_topics"),
    resident: gauge(text, "process_resident_memory_bytes"),
    heap: gauge(text, "nodejs_heap_size_used_bytes"),
  };
}

function gauge(text: string, name: string): number {
  const value = new RegExp(`^${name} (\\d+)$`, "m").exec(text)?.[1];
  if (value === undefined) throw new Error(`The console does not tell ${name}.`);
  return Number(value);
}
