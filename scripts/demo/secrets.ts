import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What the demo's own servers need to trust each other. Made once per state directory. */
export interface Secrets {
  auth: string;
  postgres: string;
  redis: string;
}

/** Reads the secrets of a state directory, or makes them; the file is for its owner's eyes only. */
export function keepSecrets(stateDir: string): Secrets {
  const path = join(stateDir, "secrets.json");
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Secrets;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  const random = () => randomBytes(32).toString("hex");
  const secrets = { auth: random(), postgres: random(), redis: random() };
  writePrivate(path, JSON.stringify(secrets));
  return secrets;
}

/** Writes a file with mode 0600 in one rename. */
export function writePrivate(path: string, text: string): void {
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(`${path}.new`, text, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
