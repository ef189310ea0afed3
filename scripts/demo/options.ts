import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { inCheckout } from "../setup/checkout.ts";
import { Refusal } from "../setup/refusal.ts";

export interface DemoOptions {
  port: number;
  labPort: number;
  /** Absolute. */
  stateDir: string;
  reset: boolean;
  help: boolean;
  /** From SWITCHYARD_DEMO_PASSWORD; a random one when absent. */
  password?: string;
}

export const HELP = `npm run demo -- [options]

Starts Switchyard on this machine: a private PostgreSQL and Redis, the lab (which speaks the AWS
protocols and really builds and deploys) and the console. Ctrl-C stops all of it; the state stays.

  --port PORT        where the console listens on 127.0.0.1 (default 3000)
  --lab-port PORT    where the lab listens; its load balancer takes the next port (default 4566)
  --state-dir DIR    where all state and logs are kept (default .switchyard in the checkout)
  --reset            throw the state away first
  --help             this text

Environment: SWITCHYARD_DEMO_PASSWORD (password of the demo accounts; else a random one is printed),
DATABASE_URL and REDIS_URL (use these servers instead of private ones), SWITCHYARD_OIDC_* (README).
`;

/** Reads the command line. Every mistake is a Refusal of one sentence. */
export function readOptions(args: string[], env: Record<string, string | undefined>): DemoOptions {
  const { values } = parse(args);
  const port = portOf("--port", values.port ?? "3000", 65_535);
  const labPort = portOf("--lab-port", values["lab-port"] ?? "4566", 65_534);
  if (port === labPort || port === labPort + 1) {
    throw new Refusal(
      `--port ${port} is taken by the lab, which uses ${labPort} and ${labPort + 1}: choose another one.`,
    );
  }
  const stateDir = resolve(values["state-dir"] ?? inCheckout(".switchyard"));
  if (values["state-dir"] === "") throw new Refusal("--state-dir needs a folder.");
  const password = env.SWITCHYARD_DEMO_PASSWORD || undefined;
  if (password !== undefined && password.length < 8) {
    throw new Refusal("SWITCHYARD_DEMO_PASSWORD must have at least 8 characters.");
  }
  return {
    port,
    labPort,
    stateDir,
    reset: values.reset ?? false,
    help: values.help ?? false,
    password,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        port: { type: "string" },
        "lab-port": { type: "string" },
        "state-dir": { type: "string" },
        reset: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    const sentence = (error as Error).message.split(". ")[0]?.replace(/\.$/, "");
    throw new Refusal(`${sentence}; npm run demo -- --help lists the options.`);
  }
}

function portOf(option: string, text: string, highest: number): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= highest) return port;
  throw new Refusal(`${option} must be a port between 1 and ${highest}, not "${text}".`);
}
