import { generateKeyPairSync, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface Keys {
  /** PEM, PKCS#1 as GitHub hands it out. */
  appKey: string;
  secret(): string;
  setSecret(secret: string): void;
}

/** The App's key and the webhook's secret: made once, kept in the state directory for the owner alone. */
export function openKeys(stateDir: string): Keys {
  const folder = join(stateDir, "github");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const keyFile = join(folder, "app.private-key.pem");
  const secretFile = join(folder, "webhook-secret");
  if (!existsSync(keyFile)) {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    write(keyFile, privateKey.export({ type: "pkcs1", format: "pem" }) as string);
  }
  if (!existsSync(secretFile)) write(secretFile, randomBytes(32).toString("hex"));
  let secret = readFileSync(secretFile, "utf8").trim();
  return {
    appKey: readFileSync(keyFile, "utf8"),
    secret: () => secret,
    setSecret(fresh) {
      write(secretFile, fresh);
      secret = fresh;
    },
  };
}

/** Whole or not at all: a kill in between must not leave half a key. */
function write(file: string, text: string): void {
  writeFileSync(`${file}.new`, text, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
