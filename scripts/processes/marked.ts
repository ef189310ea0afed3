import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { endProcess } from "./end-process.ts";
import { commandOf, identify } from "./identity.ts";

/** Every process that we start carries this in its environment, and hands it down to its children. */
export const MARK = "SWITCHYARD_STARTED_FOR";

/** Everything that a test run starts, however deep, carries this one too, with the run's own folder. */
export const RUN_MARK = "SWITCHYARD_TEST_RUN";

/** The mark's value for a state directory. */
export const markFor = (stateDir: string): string =>
  createHash("sha256").update(stateDir).digest("hex").slice(0, 24);

/**
 * Ends what a crash left unrecorded, because it came between starting a process and writing it down.
 * @returns their commands
 */
export const endMarked = (stateDir: string): Promise<string[]> =>
  endWithEnvironment(MARK, markFor(stateDir));

/**
 * Ends every process, ourselves excepted, that was started with this variable in its environment.
 * Linux only; elsewhere none is found.
 * @returns their commands
 */
export async function endWithEnvironment(name: string, value: string): Promise<string[]> {
  if (process.platform !== "linux") return [];
  const wanted = `${name}=${value}`;
  const found = readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry) && Number(entry) !== process.pid)
    .filter((pid) => environmentOf(pid).includes(wanted))
    .flatMap((pid) => identify(Number(pid)) ?? []);
  const commands = found.map(({ pid }) => commandOf(pid));
  await Promise.all(found.map((identity) => endProcess(identity, { graceMs: 3_000 })));
  return commands;
}

/** The environment that the process was started with: later changes inside it do not show. */
function environmentOf(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
  } catch {
    return [];
  }
}
