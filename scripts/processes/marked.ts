import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { endProcess } from "./end-process.ts";
import { identify, type ProcessIdentity } from "./identity.ts";

/** Every process that we start carries this in its environment, and hands it down to its children. */
export const MARK = "SWITCHYARD_STARTED_FOR";

/** The mark's value for a state directory. */
export const markFor = (stateDir: string): string =>
  createHash("sha256").update(stateDir).digest("hex").slice(0, 24);

/** Live processes, ourselves excepted, that were started for this state directory. Linux only; elsewhere none. */
export function findMarked(stateDir: string): ProcessIdentity[] {
  if (process.platform !== "linux") return [];
  const wanted = `${MARK}=${markFor(stateDir)}`;
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => environmentOf(pid).includes(wanted))
    .flatMap((pid) => identify(Number(pid)) ?? []);
}

/** Ends what a crash left unrecorded: it was killed between starting a process and writing it down. */
export async function endMarked(stateDir: string): Promise<number> {
  const found = findMarked(stateDir);
  await Promise.all(found.map((identity) => endProcess(identity, { graceMs: 3_000 })));
  return found.length;
}

function environmentOf(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
  } catch {
    return [];
  }
}
