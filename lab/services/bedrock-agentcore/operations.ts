import type { IncomingMessage } from "node:http";

/** Method and path of each operation; `:id` is one part of the path, decoded. */
const ROUTES: readonly [operation: string, method: string, path: RegExp, streams?: boolean][] = [
  ["InvokeHarness", "POST", /^\/harnesses\/invoke$/, true],
  ["CreateHarness", "POST", /^\/harnesses$/],
  ["ListHarnesses", "GET", /^\/harnesses$/],
  ["GetHarness", "GET", /^\/harnesses\/([^/]+)$/],
  ["DeleteHarness", "DELETE", /^\/harnesses\/([^/]+)$/],
  ["CreateAgentRuntime", "PUT", /^\/runtimes\/?$/],
  ["ListAgentRuntimes", "POST", /^\/runtimes\/?$/],
  ["InvokeAgentRuntime", "POST", /^\/runtimes\/([^/]+)\/invocations$/, true],
  ["InvokeAgentRuntimeCommand", "POST", /^\/runtimes\/([^/]+)\/commands$/, true],
  ["StopRuntimeSession", "POST", /^\/runtimes\/([^/]+)\/stopruntimesession$/],
  ["GetAgentRuntime", "GET", /^\/runtimes\/([^/]+)\/?$/],
  ["DeleteAgentRuntime", "DELETE", /^\/runtimes\/([^/]+)\/?$/],
];

export interface Routed {
  operation: string;
  /** Id or ARN in the path; empty where there is none. */
  id: string;
  query: URLSearchParams;
  streams: boolean;
}

/** Takes a request apart; undefined when it is none of AgentCore's. */
export function routeOf({ method, url = "" }: IncomingMessage): Routed | undefined {
  const [path = "", query] = url.split("?", 2);
  for (const [operation, verb, form, streams = false] of ROUTES) {
    const match = verb === method ? form.exec(path) : undefined;
    if (match) {
      const id = decode(match[1] ?? "");
      return { operation, id, query: new URLSearchParams(query), streams };
    }
  }
  return undefined;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
