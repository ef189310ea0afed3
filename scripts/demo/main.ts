import { rmSync } from "node:fs";
import { ownAncestors, watchAncestors } from "../processes/ancestors.ts";
import { endInside } from "../processes/inside.ts";
import { endMarked } from "../processes/marked.ts";
import type { StateLock } from "../processes/state-lock.ts";
import { labStateDir } from "../services/lab.ts";
import { outsideFolder } from "../services/postgres-home.ts";
import { Refusal } from "../setup/refusal.ts";
import { say } from "../setup/say.ts";
import { occupy } from "./occupy.ts";
import { type DemoOptions, HELP, readOptions } from "./options.ts";
import { emptyStateDir, refuseForeignFolder } from "./reset.ts";
import { runDemo } from "./run-demo.ts";
import { collectServices, Stopping } from "./services.ts";

let lock: StateLock | undefined;
let stateDir = "";
let leaving = false;
const services = collectServices((why) => leave(1, why));

/** Begins to end this process, once. */
function leave(code: number, why?: string): void {
  if (leaving) return;
  leaving = true;
  if (why) process.stderr.write(`${why}\n`);
  stopEverything().then(
    () => process.exit(code),
    (error: Error) => {
      process.stderr.write(`${error.message}\n`);
      process.exit(1);
    },
  );
}

async function stopEverything(): Promise<void> {
  say("Stopping");
  lock?.note({ doing: "stopping" });
  await services.stopAll();
  // What a service itself had started and left behind, e.g. the workers of an interrupted build.
  if (lock) await endMarked(stateDir);
  say("Stopped");
  lock?.release();
}

async function main(options: DemoOptions): Promise<void> {
  stateDir = options.stateDir;
  refuseForeignFolder(stateDir);
  lock = await occupy(stateDir, say);
  if (options.reset) await reset();
  await runDemo(options, lock, services, say);
}

async function reset(): Promise<void> {
  say(`Emptying ${stateDir}`);
  await endInside(labStateDir(stateDir));
  emptyStateDir(stateDir);
  rmSync(outsideFolder(stateDir), { recursive: true, force: true });
}

function fail(error: unknown): void {
  if (error instanceof Stopping) return;
  const sentence =
    error instanceof Refusal ? error.message : `The start failed: ${(error as Error).message}`;
  if (lock) leave(1, sentence);
  else {
    process.stderr.write(`${sentence}\n`);
    process.exit(1);
  }
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => leave(0));
watchAncestors(ownAncestors(), () => leave(1, "What started this was killed, so it ends too."));
// The terminal or pipe that read our output may be gone; that is no reason to leave servers behind.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
try {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options.help) process.stdout.write(HELP);
  else main(options).catch(fail);
} catch (error) {
  fail(error);
}
