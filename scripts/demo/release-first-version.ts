import { spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { labStateDir } from "../services/lab.ts";
import { inCheckout } from "../setup/checkout.ts";
import type { Say } from "../setup/say.ts";

/** On the first start of a state directory: pushes v1.0 of the sample application, which starts its pipeline. */
export async function releaseFirstVersion(
  stateDir: string,
  labUrl: string,
  say: Say,
): Promise<void> {
  const marker = join(labStateDir(stateDir), "first-version-released");
  if (existsSync(marker)) return;
  say("Releasing v1.0 of the sample application");
  await runLabCommand(["release", "v1.0", "--endpoint-url", labUrl]);
  writeFileSync(marker, "");
}

function runLabCommand(args: string[]): Promise<void> {
  const child = spawn(process.execPath, [inCheckout("lab/main.ts"), ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  child.stderr.on("data", (chunk) => {
    output += chunk;
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`The lab could not ${args.slice(0, 2).join(" ")}: ${output.trim()}`));
    });
  });
}
