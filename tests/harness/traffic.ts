import { Agent, get } from "node:http";

export interface TrafficReport {
  requests: number;
  /** What went wrong, one sentence a request; empty is the aim. */
  failures: string[];
  /** Every version of the sample application that answered, in order of first appearance. */
  versions: string[];
}

/**
 * Asks the sample application through the load balancer without a pause, three at a time over
 * kept-alive connections, as visitors would, until it is stopped.
 */
export function startTraffic(loadBalancerUrl: string): { stop(): Promise<TrafficReport> } {
  const report: TrafficReport = { requests: 0, failures: [], versions: [] };
  const agent = new Agent({ keepAlive: true });
  let stopped = false;
  const visitor = async () => {
    while (!stopped) {
      report.requests += 1;
      try {
        const { status, version } = await ask(`${loadBalancerUrl}/api/instance`, agent);
        if (status !== 200) report.failures.push(`answered ${status}`);
        if (version && !report.versions.includes(version)) report.versions.push(version);
      } catch (error) {
        report.failures.push((error as Error).message);
      }
    }
  };
  const visitors = [visitor(), visitor(), visitor()];
  return {
    stop: async () => {
      stopped = true;
      await Promise.all(visitors);
      agent.destroy();
      return report;
    },
  };
}

function ask(url: string, agent: Agent): Promise<{ status: number; version?: string }> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent, timeout: 15_000 }, (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (chunk) => {
        body += chunk;
      });
      response.on("error", reject);
      response.on("end", () => {
        const version = /"version":\s*"([^"]+)"/.exec(body)?.[1];
        resolve({ status: response.statusCode ?? 0, ...(version && { version }) });
      });
    });
    request.on("timeout", () => request.destroy(new Error("no answer in 15 s")));
    request.on("error", reject);
  });
}
