import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { sep } from "node:path";
import { endProcess } from "./end-process.ts";
import { commandOf, identify } from "./identity.ts";

/**
 * Ends the processes that work in this folder or below it and have no terminal: the instances of a lab that was
 * killed. A shell that somebody opened there has a terminal and is left alone. Linux only; elsewhere nothing.
 * @returns their commands
 */
export async function endInside(folder: string): Promise<string[]> {
  if (process.platform !== "linux") return [];
  const found = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => worksIn(pid, folder) && !hasTerminal(pid))
    .flatMap((pid) => identify(Number(pid)) ?? []);
  const commands = found.map(({ pid }) => commandOf(pid));
  await Promise.all(found.map((identity) => endProcess(identity, { graceMs: 3_000 })));
  return commands;
}

function worksIn(pid: string, folder: string): boolean {
  try {
    const cwd = readlinkSync(`/proc/${pid}/cwd`);
    return cwd === folder || cwd.startsWith(folder + sep);
  } catch {
    return false;
  }
}

function hasTerminal(pid: string): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[4] !== "0";
  } catch {
    return true;
  }
}
