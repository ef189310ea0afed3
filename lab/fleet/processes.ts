import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

/** A process as the system tells it from all others: ids are used again, start times are not. */
export interface ProcessRef {
  pid: number;
  /** Clock ticks since boot, field 22 of `/proc/<pid>/stat`. */
  startTime: string;
}

/** The process with this id, unless it is gone or only waits to be reaped. */
export function findProcess(pid: number): ProcessRef | undefined {
  const fields = readStat(pid);
  return fields && { pid, startTime: fields.startTime };
}

/** The members of a process group, its leader included, that are not gone. */
export function groupOf(group: number): ProcessRef[] {
  return allPids().flatMap((pid) => {
    const fields = readStat(pid);
    return fields?.group === group ? [{ pid, startTime: fields.startTime }] : [];
  });
}

function readStat(pid: number): { group: number; startTime: string } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The name may hold spaces and brackets: fields count from the last bracket.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const [state, , group] = fields;
    const startTime = fields[19];
    if (!startTime || state === "Z" || state === "X") return undefined;
    return { group: Number(group), startTime };
  } catch {
    return undefined;
  }
}

const allPids = (): number[] =>
  readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));

export function isAlive(process: ProcessRef): boolean {
  return findProcess(process.pid)?.startTime === process.startTime;
}

/** All processes whose environment says `INSTANCE_ID=<id>` (and all of `more`): what an instance runs. */
export function processesOfInstance(
  instanceId: string,
  more: Record<string, string> = {},
): ProcessRef[] {
  const wanted = Object.entries({ ...more, INSTANCE_ID: instanceId });
  return processesWith((environment) =>
    wanted.every(([name, value]) => environment.includes(`\0${name}=${value}\0`)),
  );
}

/**
 * Processes of instances that this state directory once had and does not know any more: its files
 * were removed while they ran.
 */
export function strayProcesses(stateDir: string, known: ReadonlySet<string>): ProcessRef[] {
  const beginning = `\0INSTANCE_ROOT=${resolve(stateDir)}/fleet/`;
  return processesWith((environment) => {
    const at = environment.indexOf(beginning);
    if (at < 0) return false;
    const [id = ""] = environment.slice(at + beginning.length).split("/", 1);
    return !known.has(id);
  });
}

/** `matches` gets a process's environment with a NUL before and after each variable. */
function processesWith(matches: (environment: string) => boolean): ProcessRef[] {
  const found: ProcessRef[] = [];
  for (const pid of allPids()) {
    try {
      const environment = readFileSync(`/proc/${pid}/environ`, "latin1");
      if (!matches(`\0${environment}`)) continue;
    } catch {
      continue;
    }
    const process = findProcess(pid);
    if (process) found.push(process);
  }
  return found;
}

/** Sends a signal to exactly these processes; those that are gone are passed over. */
export function signalAll(processes: ProcessRef[], signal: NodeJS.Signals): void {
  for (const each of processes) {
    if (!isAlive(each)) continue;
    try {
      process.kill(each.pid, signal);
    } catch {
      // Ended between the look and the signal.
    }
  }
}

/** Asks processes to end, and kills those that are still there after `graceMs`. */
export async function endProcesses(find: () => ProcessRef[], graceMs: number): Promise<void> {
  const deadline = Date.now() + graceMs;
  signalAll(find(), "SIGTERM");
  while (find().length > 0) {
    if (Date.now() > deadline) {
      signalAll(find(), "SIGKILL");
      if (Date.now() > deadline + 5000) return;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Kills a whole process group at once; `leader` must be its leader. */
export function killGroup(leader: ProcessRef, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader.pid, signal);
  } catch {
    // No member is left.
  }
}
