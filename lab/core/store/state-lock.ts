import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

const SQLITE_BUSY = 5;

/**
 * Takes a state directory for this process and gives the way to let go, or undefined when another
 * live lab has it. It is a lock of the operating system (through SQLite): a killed holder lets go
 * by itself, so no lock is ever stale.
 */
export function takeStateLock(stateDir: string): (() => void) | undefined {
  mkdirSync(stateDir, { recursive: true });
  const database = new DatabaseSync(join(stateDir, "lock.sqlite"), { timeout: 0 });
  try {
    database.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    database.close();
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return undefined;
    throw error;
  }
  return () => database.close();
}
