import { isFree } from "../processes/free-port.ts";
import type { Child } from "../processes/start-child.ts";
import { startWarden } from "../processes/start-warden.ts";
import type { StateLock } from "../processes/state-lock.ts";
import { supervise } from "../processes/supervise.ts";
import { prepareAgents, registerAgents } from "../services/agents.ts";
import { installAmiUpdates, prepareAmiUpdates } from "../services/ami-updates.ts";
import { startConsole } from "../services/console.ts";
import { buildConsole, isBuilt } from "../services/console-build.ts";
import { startLab } from "../services/lab.ts";
import { preparePromptCache } from "../services/prompt-cache.ts";
import { Refusal } from "../setup/refusal.ts";
import { ensureSandboxPackages } from "../setup/sandbox-packages.ts";
import type { Say } from "../setup/say.ts";
import { randomPassword, writeAccounts } from "./accounts.ts";
import { announce } from "./announce.ts";
import type { DemoOptions } from "./options.ts";
import { releaseFirstVersion } from "./release-first-version.ts";
import { keepSecrets } from "./secrets.ts";
import type { Services } from "./services.ts";
import { startDatabase, startMemory } from "./stores.ts";

/** The console's build; the tests have one of their own. */
const DIST_DIR = process.env.SWITCHYARD_DIST_DIR || ".next";

/**
 * Starts everything and prints the announcement. What was started is handed to `services` at once, so that
 * a stop in the middle of the start ends it too.
 */
export async function runDemo(options: DemoOptions, lock: StateLock, services: Services, say: Say) {
  const { stateDir, port, labPort } = options;
  await refuseBusyPorts(port, labPort);
  const warden = startWarden(stateDir);
  services.add({ order: 0, stop: () => warden.dismiss() });
  const secrets = keepSecrets(stateDir);
  const password = options.password ?? randomPassword();
  const building = build(stateDir, services, say);
  // An early failure elsewhere must not leave this one unhandled; it is awaited below.
  building.catch(() => {});
  const [databaseUrl, redisUrl, lab, accountsFile] = await Promise.all([
    startDatabase({ stateDir, password: secrets.postgres }, services, say),
    startMemory({ stateDir, password: secrets.redis }, services, say),
    startSupervisedLab(stateDir, labPort, services, say),
    writeAccounts(stateDir, password),
    ensureSandboxPackages(say),
  ]);
  await building;
  services.refuseWhenStopping();
  say("Starting the console");
  const promptCache = preparePromptCache(stateDir, {
    url: `http://127.0.0.1:${port}`,
    encryptionKey: secrets.promptCache,
  });
  const workflow = { stateDir, labUrl: lab.url, url: `http://127.0.0.1:${port}`, databaseUrl };
  const amiUpdates = prepareAmiUpdates(workflow);
  const agents = prepareAgents(lab.url, stateDir);
  // Beside the console's start: neither needs the other to be there already.
  const installing = Promise.all([installAmiUpdates(workflow), registerAgents(lab.url, stateDir)]);
  installing.catch(() => {});
  const start = () =>
    startConsole({
      stateDir,
      port,
      databaseUrl,
      redisUrl,
      labUrl: lab.url,
      authSecret: secrets.auth,
      accountsFile,
      distDir: DIST_DIR,
      env: { ...promptCache, ...amiUpdates, ...agents },
    });
  const running = await start();
  const again = async () => (await start()).child;
  services.add({ order: 3, ...supervise(running.child, again, say, services.giveUp) });
  await installing;
  await releaseFirstVersion(stateDir, lab.url, say);
  lock.note({ doing: "running", url: running.url });
  const shown = options.password === undefined ? { password } : {};
  process.stdout.write(announce({ ...lab, labUrl: lab.url, url: running.url, stateDir, ...shown }));
}

async function refuseBusyPorts(port: number, labPort: number): Promise<void> {
  const wanted = [
    { port, option: "--port", who: "the console" },
    { port: labPort, option: "--lab-port", who: "the lab" },
    { port: labPort + 1, option: "--lab-port", who: "the lab's load balancer" },
  ];
  for (const { port: number, option, who } of wanted) {
    if (await isFree(number)) continue;
    throw new Refusal(
      `Port ${number} for ${who} is in use: stop what uses it, or choose another with ${option}.`,
    );
  }
}

async function build(stateDir: string, services: Services, say: Say): Promise<void> {
  if (isBuilt(DIST_DIR)) return;
  say("Building the console (half a minute)");
  const still = setInterval(() => say("… still building"), 20_000);
  still.unref();
  const started = (child: Child) => services.add({ order: 3, stop: child.stop });
  await buildConsole(DIST_DIR, stateDir, started).finally(() => clearInterval(still));
  say("Built the console");
}

async function startSupervisedLab(stateDir: string, port: number, services: Services, say: Say) {
  say("Starting the lab");
  const start = () => startLab({ stateDir, port });
  const lab = await start();
  const again = async () => (await start()).child;
  services.add({ order: 2, ...supervise(lab.child, again, say, services.giveUp) });
  return { url: lab.url, loadBalancerUrl: lab.loadBalancerUrl };
}
