import { join } from "node:path";
import { type Child, obituary, startChild } from "../processes/start-child.ts";
import { waitUntil } from "../processes/wait-until.ts";
import { CHECKOUT, inCheckout } from "../setup/checkout.ts";

export interface ConsoleOptions {
  stateDir: string;
  port: number;
  databaseUrl: string;
  redisUrl: string;
  labUrl: string;
  authSecret: string;
  /** Accounts to take in at the start; local sign-in is on. */
  accountsFile: string;
  distDir?: string;
  /** Added last, e.g. the OpenID provider's settings. */
  env?: Record<string, string>;
  /** Another name lets several consoles run in one state directory. */
  name?: string;
}

export interface RunningConsole {
  url: string;
  child: Child;
}

/** Starts the built console and waits until it is ready: migrated, and with its accounts taken in. */
export async function startConsole(options: ConsoleOptions): Promise<RunningConsole> {
  const { stateDir, port, name = "console" } = options;
  const child = await startChild({
    name,
    command: process.execPath,
    args: [
      "--import",
      inCheckout("scripts/serve/accept-http2.ts"),
      inCheckout("node_modules/next/dist/bin/next"),
      "start",
      "-H",
      "127.0.0.1",
      "-p",
      String(port),
    ],
    env: consoleEnvironment(options),
    cwd: CHECKOUT,
    stateDir,
    logPath: join(stateDir, "logs", `${name}.log`),
    order: 3,
  });
  const url = `http://127.0.0.1:${port}`;
  try {
    await waitUntil("The console answering", () => answers(`${url}/api/health`, child), {
      timeoutMs: 60_000,
    });
  } catch (error) {
    await child.stop();
    throw error;
  }
  return { url, child };
}

/** Everything the console needs to know. AWS settings of the person's own shell must not leak into a lab session. */
export function consoleEnvironment(options: ConsoleOptions): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(AWS_|npm_|NEXTAUTH_)/.test(name));
  return {
    ...Object.fromEntries(own),
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    DATABASE_URL: options.databaseUrl,
    REDIS_URL: options.redisUrl,
    NEXTAUTH_URL: `http://127.0.0.1:${options.port}`,
    NEXTAUTH_SECRET: options.authSecret,
    ...labEnvironment(options.labUrl),
    SWITCHYARD_EVENTS_QUEUE_URL: `${options.labUrl}/000000000000/switchyard-events`,
    SWITCHYARD_LOCAL_ACCOUNTS: "on",
    SWITCHYARD_SEED_USERS_FILE: options.accountsFile,
    SWITCHYARD_DIST_DIR: options.distDir ?? ".next",
    ...options.env,
  };
}

/** The standard AWS settings that point any SDK or the AWS CLI at a lab. */
export function labEnvironment(labUrl: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: labUrl,
    AWS_REGION: "us-east-1",
    AWS_DEFAULT_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "lab",
    AWS_SECRET_ACCESS_KEY: "lab",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
  };
}

async function answers(url: string, child: Child): Promise<boolean> {
  if (child.end()) throw new Error(obituary(child));
  try {
    const response = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(10_000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}
