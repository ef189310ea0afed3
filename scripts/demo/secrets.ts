import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What the demo's own servers need to trust each other. Made once per state directory. */
export interface Secrets {
  auth: string;
  postgres: string;
  redis: string;
  /** Encrypts what the prompt cache keeps; base64 of 32 bytes. */
  promptCache: string;
}

/** Reads the secrets of a state directory, and makes those that it lacks; the file is for its owner's eyes only. */
export function keepSecrets(stateDir: string): Secrets {
  const path = join(stateDir, "secrets.json");
  const known = readKnown(path);
  const random = () => randomBytes(32).toString("hex");
  const secrets: Secrets = {
    auth: random(),
    postgres: random(),
    redis: random(),
    promptCache: randomBytes(32).toString("base64"),
    ...known,
  };
  if (Object.keys(known).length < Object.keys(secrets).length)
    writePrivate(path, JSON.stringify(secrets));
  return secrets;
}

/** A state directory of an earlier version lacks what came later. */
function readKnown(path: string): Partial<Secrets> {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Partial<Secrets>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return {};
  }
}

/** Writes a file with mode 0600 in one rename. */
export function writePrivate(path: string, text: string): void {
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(`${path}.new`, text, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
