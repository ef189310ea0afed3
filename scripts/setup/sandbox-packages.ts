import { existsSync } from "node:fs";
import { aptInstall, mayUseApt } from "./apt.ts";
import { findChromium } from "./find-chromium.ts";
import { findCommand } from "./find-command.ts";
import type { Say } from "./say.ts";

const hasModule = (name: string) => () => existsSync(`/usr/lib/python3/dist-packages/${name}`);

/** What agents' sandboxes are made of, by Debian package: the isolation, and Python with its figures. */
export const SANDBOX_PACKAGES = {
  bubblewrap: { debian: "bubblewrap", present: () => !!findCommand("bwrap") },
  "python3-numpy": { debian: "python3-numpy", present: hasModule("numpy") },
  "python3-pandas": { debian: "python3-pandas", present: hasModule("pandas") },
  "python3-matplotlib": { debian: "python3-matplotlib", present: hasModule("matplotlib") },
};

export type SandboxPackage = keyof typeof SANDBOX_PACKAGES;
export const SANDBOX_NEEDS = Object.keys(SANDBOX_PACKAGES) as SandboxPackage[];

/** Installs what is missing where it may, and says what agents then cannot do. Never fails: the console works without. */
export async function ensureSandboxPackages(say: Say): Promise<void> {
  const missing: string[] = SANDBOX_NEEDS.filter((name) => !SANDBOX_PACKAGES[name].present());
  if (!findChromium()) missing.push("chromium");
  if (missing.length === 0 || process.platform !== "linux") return;
  const problem = mayUseApt()
    ? await aptInstall(missing, say)
    : "no root rights or no apt-get here";
  if (problem) {
    say(
      `Agents run without programs, charts or a browser: ${missing.join(", ")} missing (${problem.slice(0, 200)})`,
    );
  }
}
