import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeAccounts } from "../../scripts/demo/accounts.ts";
import { freePort, freePortPair } from "../../scripts/processes/free-port.ts";
import { endInside } from "../../scripts/processes/inside.ts";
import { prepareAgents, registerAgents } from "../../scripts/services/agents.ts";
import { installAmiUpdates, prepareAmiUpdates } from "../../scripts/services/ami-updates.ts";
import { startConsole } from "../../scripts/services/console.ts";
import { buildConsole, isBuilt } from "../../scripts/services/console-build.ts";
import { labStateDir, startLab } from "../../scripts/services/lab.ts";
import { startPostgres } from "../../scripts/services/postgres.ts";
import { outsideFolder } from "../../scripts/services/postgres-home.ts";
import { preparePromptCache } from "../../scripts/services/prompt-cache.ts";
import { startRedis } from "../../scripts/services/redis.ts";
import { ensureRedisServer } from "../../scripts/setup/redis-server.ts";
import { TEST_DIST_DIR } from "../../scripts/test/parts.ts";
import { expectWireTruth } from "../fixtures/expect-wire-truth.ts";
import { type Restartable, restartable } from "./restartable.ts";
import { runLab } from "./run-lab.ts";

/** Where everything is, as plain data: it can go to other processes as JSON. */
export interface StackAddresses {
  /** The console. */
  url: string;
  /** The AWS endpoint. */
  labUrl: string;
  /** The sample application, through the load balancer. */
  loadBalancerUrl: string;
  databaseUrl: string;
  redisUrl: string;
  stateDir: string;
  /** Of viewer@, operator@, approver@ and admin@switchyard.local. */
  password: string;
}

export interface Stack extends StackAddresses {
  console: Restartable;
  lab: Restartable;
  postgres: Restartable;
  redis: Restartable;
  /** `npm run lab -- …` against this lab; gives what it printed. */
  runLab(...args: string[]): Promise<string>;
  /** Ends everything, removes the state, and throws when the AWS traffic did not fit the service models. */
  stop(): Promise<void>;
}

export interface StackOptions {
  /** Settings of the console beyond the usual ones, e.g. SWITCHYARD_OIDC_ISSUER. */
  consoleEnv?: Record<string, string>;
  /** Where the console listens; a free port when absent. */
  port?: number;
  /** With the workflow of AMI updates: its functions, state machine and rules in the lab. */
  amiUpdates?: boolean;
  /** With the agents that this repository ships, and AgentCore's in the lab. */
  agents?: boolean;
}

const PASSWORD = "the-password-of-the-tests";
const PROMPT_CACHE_KEY = Buffer.alloc(32, 7).toString("base64");
const SECRET = "a-secret-of-the-tests-with-32-or-more-characters";

/** Starts PostgreSQL, Redis, the lab and the built console on free ports, with a state directory of their own. */
export async function startStack({
  consoleEnv,
  port: wanted,
  amiUpdates,
  agents,
}: StackOptions = {}): Promise<Stack> {
  const stateDir = newStateDir();
  const record = join(stateDir, "wire.jsonl");
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const end of stops.toReversed()) await end();
    await endInside(labStateDir(stateDir));
    try {
      await expectWireTruth(record);
    } finally {
      for (const folder of [stateDir, outsideFolder(stateDir)])
        rmSync(folder, { recursive: true, force: true });
    }
  };
  const keep = async (launch: Parameters<typeof restartable>[0]) => {
    const server = await restartable(launch);
    stops.push(server.stop);
    return server;
  };
  try {
    const command = await ensureRedisServer(() => {});
    const [port, labPort, databasePort, redisPort] = [
      wanted ?? (await freePort()),
      await freePortPair(),
      await freePort(),
      await freePort(),
    ];
    const url = `http://127.0.0.1:${port}`;
    const labUrl = `http://127.0.0.1:${labPort}`;
    let [databaseUrl, redisUrl] = ["", ""];
    const postgres = await keep(async () => {
      const running = await startPostgres({
        stateDir,
        password: PASSWORD,
        port: databasePort,
        durable: false,
      });
      databaseUrl = running.url;
      return running.child;
    });
    const redis = await keep(async () => {
      const running = await startRedis({ stateDir, password: PASSWORD, command, port: redisPort });
      redisUrl = running.url;
      return running.child;
    });
    const lab = await keep(async () => (await startLab({ stateDir, port: labPort, record })).child);
    const accountsFile = await writeAccounts(stateDir, PASSWORD);
    const promptCache = preparePromptCache(stateDir, { url, encryptionKey: PROMPT_CACHE_KEY });
    const workflow = { stateDir, labUrl, url, databaseUrl };
    const amiEnv = amiUpdates ? prepareAmiUpdates(workflow) : {};
    if (amiUpdates) await installAmiUpdates(workflow);
    const agentEnv = agents ? prepareAgents(labUrl, stateDir) : {};
    if (agents) await registerAgents(labUrl, stateDir);
    await ensureBuilt(stateDir);
    const launchConsole = () =>
      startConsole({
        stateDir,
        port,
        databaseUrl,
        redisUrl,
        labUrl,
        accountsFile,
        authSecret: SECRET,
        distDir: TEST_DIST_DIR,
        env: { ...promptCache, ...amiEnv, ...agentEnv, ...consoleEnv },
      });
    const console = await keep(async () => (await launchConsole()).child);
    const loadBalancerUrl = `http://127.0.0.1:${labPort + 1}`;
    const addresses = {
      url,
      labUrl,
      loadBalancerUrl,
      databaseUrl,
      redisUrl,
      stateDir,
      password: PASSWORD,
    };
    return {
      ...addresses,
      console,
      lab,
      postgres,
      redis,
      stop,
      runLab: (...args) => runLab(addresses, ...args),
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Below the test run's folder where there is one, so that the run can prove that nothing is left. */
function newStateDir(): string {
  const parent = process.env.SWITCHYARD_TEST_FOLDER ?? tmpdir();
  mkdirSync(parent, { recursive: true });
  const stateDir = mkdtempSync(join(parent, "sy-stack-"));
  // As root PostgreSQL runs as another user, who must be able to walk through.
  for (const folder of [parent, stateDir]) if (folder !== tmpdir()) chmodSync(folder, 0o711);
  return stateDir;
}

async function ensureBuilt(stateDir: string): Promise<void> {
  if (!isBuilt(TEST_DIST_DIR)) await buildConsole(TEST_DIST_DIR, stateDir);
}
