import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** Who holds a state directory, for the sentence that the next one gets. */
export interface Holder {
  pid: number;
  doing: "starting" | "running" | "stopping" | "recovering";
  url?: string;
}

export interface StateLock {
  /** Says what the holder does now. */
  note(holder: Omit<Holder, "pid">): void;
  release(): void;
}

/**
 * Takes the state directory for this process, or gives undefined when another live process has it.
 * It is a lock of the operating system (through SQLite), so a killed holder lets go by itself.
 */
export function takeStateLock(stateDir: string): StateLock | undefined {
  mkdirSync(stateDir, { recursive: true });
  const database = new DatabaseSync(join(stateDir, "lock.sqlite"), { timeout: 0 });
  try {
    database.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    database.close();
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return undefined;
    throw error;
  }
  return {
    note: (holder) =>
      writeFileSync(holderPath(stateDir), JSON.stringify({ pid: process.pid, ...holder })),
    release: () => database.close(),
  };
}

/** What the holder last said of itself. */
export function readHolder(stateDir: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(holderPath(stateDir), "utf8")) as Holder;
  } catch {
    return undefined;
  }
}

const SQLITE_BUSY = 5;
const holderPath = (stateDir: string) => join(stateDir, "holder.json");
