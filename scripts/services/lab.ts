import { join } from "node:path";
import { type Child, obituary, startChild } from "../processes/start-child.ts";
import { waitUntil } from "../processes/wait-until.ts";
import { CHECKOUT, inCheckout } from "../setup/checkout.ts";

export interface LabOptions {
  stateDir: string;
  /** The load balancer listens on the next one. */
  port: number;
  /** A file that gets every request and answer, for tests. */
  record?: string;
}

export interface RunningLab {
  url: string;
  loadBalancerUrl: string;
  child: Child;
}

/** The lab's own folder in a state directory. */
export const labStateDir = (stateDir: string): string => join(stateDir, "lab");

/** Starts the lab and waits until it is healthy; when it stops it stops the instances it runs too. */
export async function startLab({ stateDir, port, record }: LabOptions): Promise<RunningLab> {
  const child = await startChild({
    name: "lab",
    command: process.execPath,
    args: [
      inCheckout("lab/main.ts"),
      "start",
      "--port",
      String(port),
      "--lb-port",
      String(port + 1),
      "--state-dir",
      labStateDir(stateDir),
      "--stop-fleet-on-exit",
      ...(record ? ["--record", record] : []),
    ],
    env: process.env,
    cwd: CHECKOUT,
    stateDir,
    logPath: join(stateDir, "logs", "lab.log"),
    order: 2,
    graceMs: 20_000,
  });
  const url = `http://127.0.0.1:${port}`;
  try {
    await waitUntil("The lab answering", () => isHealthy(url, child), { timeoutMs: 60_000 });
  } catch (error) {
    await child.stop();
    throw error;
  }
  return { url, loadBalancerUrl: `http://127.0.0.1:${port + 1}`, child };
}

async function isHealthy(url: string, child: Child): Promise<boolean> {
  if (child.end()) throw new Error(obituary(child));
  try {
    const response = await fetch(`${url}/_lab/health`, { signal: AbortSignal.timeout(5_000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}
