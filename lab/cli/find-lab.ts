import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type CommandLine, parsePort, UsageError } from "./options.ts";
import { DEFAULT_PORT, DEFAULT_STATE_DIR } from "./start.ts";

/** Options of every command that talks to a running lab. */
export const LAB_OPTIONS = ["port", "endpoint-url"];

export interface FoundLab {
  endpoint: string;
  loadBalancer: string;
  stateDir: string;
  pid: number;
  services: string[];
}

/**
 * The running lab: `--port` or `--endpoint-url`, else `LAB_PORT`, else the one that `lab start` noted in
 * `.switchyard/lab/lab.json`, else port 4566. Throws one sentence when none answers.
 */
export async function findLab({ flags }: CommandLine): Promise<FoundLab> {
  const endpoint = endpointOf(flags);
  let response: Response;
  try {
    response = await fetch(`${endpoint}/_lab/health`, { signal: AbortSignal.timeout(5_000) });
  } catch {
    throw new UsageError(
      `No lab answers at ${endpoint}; start one with "npm run demo" or "npm run lab -- start", or say where it is with --port.`,
    );
  }
  const health = (await response.json().catch(() => undefined)) as
    | (FoundLab & { status?: string })
    | undefined;
  if (health?.status === "starting")
    throw new UsageError(`The lab at ${endpoint} is still starting.`);
  if (health?.status !== "ready") throw new UsageError(`What answers at ${endpoint} is not a lab.`);
  // A lab behind a proxy tells its own address; what the person gave is what reaches it.
  return { ...health, endpoint };
}

function endpointOf(flags: CommandLine["flags"]): string {
  if (flags.port !== undefined) return atPort(parsePort(String(flags.port), "--port"));
  const url = flags["endpoint-url"];
  if (url !== undefined) {
    if (!URL.canParse(String(url))) throw new UsageError(`--endpoint-url "${url}" is not a URL.`);
    return String(url).replace(/\/+$/, "");
  }
  if (process.env.LAB_PORT) return atPort(parsePort(process.env.LAB_PORT, "LAB_PORT"));
  return noted() ?? atPort(DEFAULT_PORT);
}

const atPort = (port: number) => `http://127.0.0.1:${port}`;

function noted(): string | undefined {
  try {
    const file = readFileSync(join(DEFAULT_STATE_DIR, "lab.json"), "utf8");
    return (JSON.parse(file) as { endpoint?: string }).endpoint;
  } catch {
    return undefined;
  }
}
