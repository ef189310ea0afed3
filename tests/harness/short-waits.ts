import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const WAITS = [
  [/soakMinutes: [\d.]+/g, "soakMinutes: 0.05"],
  [/stuckAfterMinutes: [\d.]+/g, "stuckAfterMinutes: 0.25"],
] as const;

/**
 * Releases go on to the next environment after three seconds, and a rollout that stands still for
 * fifteen is stuck. The configuration is read again when it changes.
 */
export function shortenWaits({ stateDir }: { stateDir: string }): void {
  const path = join(stateDir, "ami-updates.yaml");
  let config = readFileSync(path, "utf8");
  for (const [wait, short] of WAITS) {
    if (!wait.test(config)) throw new Error(`${path} does not have ${short.split(":")[0]}.`);
    config = config.replace(wait, short);
  }
  writeFileSync(path, config);
}
