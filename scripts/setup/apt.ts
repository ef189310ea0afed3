import { spawn } from "node:child_process";
import { findCommand } from "./find-command.ts";
import type { Say } from "./say.ts";

/** Whether this process may install Debian packages. */
export const mayUseApt = (): boolean => process.getuid?.() === 0 && !!findCommand("apt-get");

let updated: Promise<string | undefined> | undefined;
/** dpkg lets in one at a time. */
let before: Promise<unknown> = Promise.resolve();

/**
 * Installs Debian packages without their recommendations; `apt-get update` runs once per command.
 * Gives undefined, or the last lines of what apt said when it failed.
 */
export async function aptInstall(packages: string[], say: Say): Promise<string | undefined> {
  say(`Installing ${packages.join(", ")} with apt-get`);
  updated ??= apt(["update", "-qq"]);
  await updated;
  const installed = before.then(() =>
    apt(["install", "-y", "-qq", "--no-install-recommends", ...packages]),
  );
  before = installed;
  return installed;
}

function apt(args: string[]): Promise<string | undefined> {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const child = spawn("apt-get", args, { env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  child.stderr.on("data", (chunk) => {
    output += chunk;
  });
  return new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", (code) =>
      resolve(code === 0 ? undefined : output.trim().split("\n").slice(-3).join(" ")),
    );
  });
}
