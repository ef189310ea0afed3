import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Releases go on to the next environment after three seconds: the configuration is read again when it changes. */
export function shortenSoak({ stateDir }: { stateDir: string }): void {
  const path = join(stateDir, "ami-updates.yaml");
  const config = readFileSync(path, "utf8");
  const short = config.replace(/soakMinutes: [\d.]+/g, "soakMinutes: 0.05");
  if (short === config) throw new Error(`${path} has no soak time to shorten.`);
  writeFileSync(path, short);
}
