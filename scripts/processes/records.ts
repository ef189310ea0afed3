import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { endProcess } from "./end-process.ts";
import type { ProcessIdentity } from "./identity.ts";

/** What is written down about a process that we started, so that a later start can end it. */
export interface ProcessRecord extends ProcessIdentity {
  name: string;
  command: string;
  stopSignal: NodeJS.Signals;
  graceMs: number;
  /** Records are ended from the highest order to the lowest: the console before its database. */
  order: number;
}

const folder = (stateDir: string) => join(stateDir, "run");

/** Written in one rename, so that a crash leaves the old record or the new one, never half of it. */
export function writeRecord(stateDir: string, record: ProcessRecord): void {
  mkdirSync(folder(stateDir), { recursive: true });
  const path = join(folder(stateDir), `${record.name}.json`);
  writeFileSync(`${path}.new`, JSON.stringify(record, undefined, 2));
  renameSync(`${path}.new`, path);
}

export function removeRecord(stateDir: string, name: string): void {
  rmSync(join(folder(stateDir), `${name}.json`), { force: true });
}

/** Every record, the one to end first in front. An unreadable one is dropped: it names no process. */
export function readRecords(stateDir: string): ProcessRecord[] {
  let names: string[] = [];
  try {
    names = readdirSync(folder(stateDir)).filter((name) => name.endsWith(".json"));
  } catch {
    return [];
  }
  const records = names.flatMap((name) => {
    try {
      return [JSON.parse(readFileSync(join(folder(stateDir), name), "utf8")) as ProcessRecord];
    } catch {
      return [];
    }
  });
  return records.sort((a, b) => b.order - a.order);
}

/** Ends every recorded process that still runs and forgets the records. Returns the names of those it ended. */
export async function endRecorded(stateDir: string): Promise<string[]> {
  const ended: string[] = [];
  for (const record of readRecords(stateDir)) {
    const { stopSignal: signal, graceMs } = record;
    if (await endProcess(record, { signal, graceMs })) ended.push(record.name);
    removeRecord(stateDir, record.name);
  }
  return ended;
}
