import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { inCheckout } from "../../scripts/setup/checkout.ts";

/**
 * Runs a command of the lab, e.g. `release v1.1`, against a lab that runs. Gives what it printed.
 * Throws with what it said when it failed.
 */
export async function runLab({ labUrl }: { labUrl: string }, ...args: string[]): Promise<string> {
  const command = [inCheckout("lab/main.ts"), ...args, "--endpoint-url", labUrl];
  const { stdout } = await promisify(execFile)(process.execPath, command, { timeout: 60_000 });
  return stdout;
}
