import "server-only";
import { readdirSync, readFileSync } from "node:fs";

/** What a process and all its descendants take now. */
export interface TreeUsage {
  pids: number[];
  /** Private and shared memory, in bytes; pages that several share count once. */
  memoryBytes: number;
  /** Since the beginning, of those that ended too, in seconds. */
  cpuSeconds: number;
}

/** Of `sysconf(_SC_CLK_TCK)`, which is 100 on every Linux that Node runs on. */
const TICKS = 100;

/**
 * Reads a tree of processes from `/proc`, synchronously: a few files of some microseconds each, and
 * nothing else may run between a process and its children. Those that end meanwhile count as nothing.
 *
 * @param exactAbove bytes from which the quick sum, in which shared pages count for each, is made exact
 */
export function readTree(root: number, exactAbove: number): TreeUsage {
  const pids = descendants(root);
  let ticks = 0;
  let memoryBytes = 0;
  for (const pid of pids) {
    ticks += ticksOf(pid);
    memoryBytes += residentBytes(pid);
  }
  if (memoryBytes > exactAbove)
    memoryBytes = pids.reduce((sum, pid) => sum + (shareBytes(pid) ?? residentBytes(pid)), 0);
  return { pids, memoryBytes, cpuSeconds: ticks / TICKS };
}

function descendants(root: number): number[] {
  const found = [root];
  for (const pid of found) {
    for (const task of tasksOf(pid)) {
      const children = text(`/proc/${pid}/task/${task}/children`).trim();
      if (children) found.push(...children.split(" ").map(Number));
    }
  }
  return found;
}

function tasksOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

/** Own time, and that of children that ended and were waited for. */
function ticksOf(pid: number): number {
  const stat = text(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at] ?? 0), 0);
}

const residentBytes = (pid: number): number =>
  kilobytes(text(`/proc/${pid}/status`), ["RssAnon", "RssShmem"]) ?? 0;

const shareBytes = (pid: number): number | undefined =>
  kilobytes(text(`/proc/${pid}/smaps_rollup`), ["Pss_Anon", "Pss_Shmem"]);

/** Lines like `RssAnon:   1234 kB`, added up, in bytes. */
function kilobytes(content: string, names: string[]): number | undefined {
  const values = names.map((name) => content.match(new RegExp(`^${name}:\\s+(\\d+) kB`, "m"))?.[1]);
  if (values.every((value) => value === undefined)) return undefined;
  return values.reduce((sum, value) => sum + Number(value ?? 0), 0) * 1_024;
}

function text(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return "";
  }
}
