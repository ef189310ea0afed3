import { aptInstall, mayUseApt } from "../setup/apt.ts";
import { findChromium } from "../setup/find-chromium.ts";
import { findCommand } from "../setup/find-command.ts";
import { SANDBOX_PACKAGES } from "../setup/sandbox-packages.ts";
import type { Say } from "../setup/say.ts";
import type { Need } from "./part.ts";

const PACKAGES: Record<Need, { debian: string; present(): boolean }> = {
  "redis-server": { debian: "redis-server", present: () => !!findCommand("redis-server") },
  git: { debian: "git", present: () => !!findCommand("git") },
  chromium: { debian: "chromium", present: () => !!findChromium() },
  aws: { debian: "awscli", present: () => !!findAwsCli() },
  ...SANDBOX_PACKAGES,
};

/**
 * The system's AWS CLI, or undefined. One of a version manager on the PATH does not count: it needs
 * that manager's environment, and the tests give none on.
 */
export const findAwsCli = (): string | undefined => findCommand("aws", "");

/** Installs what is missing where it may; says what stays missing. Never fails: the tests that need it tell more. */
export async function ensureNeeds(needs: Iterable<Need>, say: Say): Promise<void> {
  const missing = [...new Set(needs)].filter((need) => !PACKAGES[need].present());
  if (missing.length === 0) return;
  const packages = missing.map((need) => PACKAGES[need].debian);
  const problem = mayUseApt()
    ? await aptInstall(packages, say)
    : "no root rights or no apt-get here";
  if (problem) say(`Missing: ${packages.join(", ")} (${problem}); install them to run every test`);
}
