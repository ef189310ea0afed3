import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Refusal } from "../setup/refusal.ts";

/** What a state directory of ours holds: the proof that a folder may be emptied. */
const OURS = ["lock.sqlite", "holder.json", "secrets.json"];

/** Refuses a folder that is neither empty nor ours: a slip in --state-dir must not cost somebody's files. */
export function refuseForeignFolder(stateDir: string): void {
  if (!existsSync(stateDir)) return;
  let names: string[];
  try {
    names = readdirSync(stateDir);
  } catch {
    throw new Refusal(`--state-dir ${stateDir} is not a folder that can be read.`);
  }
  if (names.length === 0 || OURS.some((name) => names.includes(name))) return;
  throw new Refusal(
    `--state-dir ${stateDir} holds files that are not Switchyard's: give it another folder.`,
  );
}

/** Empties a state directory, all but the lock that we hold in it. */
export function emptyStateDir(stateDir: string): void {
  for (const name of readdirSync(stateDir)) {
    if (!name.startsWith("lock.sqlite"))
      rmSync(join(stateDir, name), { recursive: true, force: true });
  }
}
