import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ownAncestors, watchAncestors } from "../processes/ancestors.ts";
import { RUN_MARK } from "../processes/marked.ts";
import { CHECKOUT, inCheckout } from "../setup/checkout.ts";
import { say } from "../setup/say.ts";
import { ensureNeeds } from "./ensure-needs.ts";
import { endLeftovers } from "./leftovers.ts";
import { asCheck, type Counts, NOTHING, type Part, type PartContext, sum } from "./part.ts";
import { PARTS } from "./parts.ts";

const [name = "all", ...rest] = process.argv.slice(2);
// npm takes the `--` before a tool's own options away, a shell does not.
const extra = rest[0] === "--" ? rest.slice(1) : rest;
if (!Object.hasOwn(PARTS, name)) {
  process.stderr.write(
    `There is no test part "${name}": choose one of ${Object.keys(PARTS).join(", ")}.\n`,
  );
  process.exit(1);
}
const parts: Part[] = PARTS[name as keyof typeof PARTS];
// Short: the paths of sockets below it have a limit of about 100 characters.
const folder = mkdtempSync(join(tmpdir(), "sy-test-"));
// As root PostgreSQL runs as another user, who must be able to walk through.
chmodSync(folder, 0o711);
process.env[RUN_MARK] = folder;
process.env.SWITCHYARD_TEST_FOLDER = folder;
// Nobody reads colours in a log file.
if (!process.stdout.isTTY) {
  process.env.NO_COLOR = "1";
  delete process.env.FORCE_COLOR;
}
const current = new Set<ReturnType<typeof spawn>>();
let interrupted = false;
// Hundreds of processes load the same modules: what the first compiled, the others take. Half of a lab's start.
process.env.NODE_COMPILE_CACHE ??= inCheckout("node_modules", ".cache", "switchyard-compiled");

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.on(signal, () => void interrupt());
watchAncestors(ownAncestors(), () => void interrupt());

await ensureNeeds(
  parts.flatMap((part) => part.needs),
  say,
);
const results: { title: string; counts: Counts; seconds: number }[] = [];
for (const part of parts) {
  if (interrupted) break;
  const begun = Date.now();
  process.stdout.write(`\n== ${part.title} ==\n`);
  const counts = await part.run({ folder, run, extra }).catch((error: Error) => {
    process.stderr.write(`${error.message}\n`);
    return asCheck(1);
  });
  const left = await endLeftovers(folder);
  if (left.length > 0) process.stderr.write(`${part.title} left running: ${left.join("; ")}\n`);
  const total = left.length > 0 ? sum([counts, asCheck(1)]) : counts;
  const seconds = (Date.now() - begun) / 1000;
  results.push({ title: part.title, counts: total, seconds });
  say(`${part.title}: ${inWords(total)} in ${seconds.toFixed(1)} s`);
}
await finish();

/** Runs a tool as part of this run; nothing it prints is held back. */
function run(
  command: string,
  args: string[],
  env: Record<string, string> = {},
): ReturnType<PartContext["run"]> {
  const child = spawn(command, args, {
    cwd: CHECKOUT,
    env: { ...process.env, ...env },
    stdio: ["ignore", "inherit", "inherit"],
  });
  current.add(child);
  return new Promise<number>((resolve) => {
    child.once("error", () => resolve(1));
    child.once("exit", (code) => resolve(code ?? 1));
  }).finally(() => current.delete(child));
}

async function interrupt(): Promise<void> {
  if (interrupted) return;
  interrupted = true;
  for (const child of current) child.kill("SIGTERM");
  // A tool that does not end by itself must not hold up the sweep that ends its servers.
  setTimeout(() => void finish(), 10_000).unref();
}

async function finish(): Promise<void> {
  await endLeftovers(folder);
  rmSync(folder, { recursive: true, force: true });
  const total = sum([NOTHING, ...results.map(({ counts }) => counts)]);
  if (results.length > 1) {
    process.stdout.write("\n");
    for (const { title, counts, seconds } of results) {
      process.stdout.write(`${title.padEnd(20)} ${inWords(counts)} (${seconds.toFixed(0)} s)\n`);
    }
  }
  if (interrupted) process.stderr.write("The run was interrupted.\n");
  process.stdout.write(`${inWords(total)}\n`);
  process.exit(total.failed > 0 || total.passed === 0 || interrupted ? 1 : 0);
}

function inWords({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
