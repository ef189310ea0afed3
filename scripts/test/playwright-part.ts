import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { inCheckout } from "../setup/checkout.ts";
import { SANDBOX_NEEDS } from "../setup/sandbox-packages.ts";
import { type Counts, type Part, type PartContext, sum } from "./part.ts";

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  errors: unknown[];
}

/**
 * Projects that share a stack, one list per stack. Both run at once: most of what outages and rollouts
 * take is waiting, and what one does to its stack is not seen in the other.
 */
export const LANES: Record<string, readonly string[]> = {
  releases: [
    "stories",
    "agents",
    "strangers",
    "desktop-light",
    "phone-dark",
    "sign-in",
    "decisions",
    "prompt-cache",
  ],
  outages: ["ami-updates", "ami-troubles", "faults"],
};

/** The journeys in a real browser against whole stacks, each of which Playwright's global set-up starts. */
export const playwrightPart: Part = {
  title: "End-to-end tests",
  needs: ["chromium", "redis-server", "git", ...SANDBOX_NEEDS],
  run: async (context) => {
    // Who names tests or projects gets these on one stack.
    if (context.extra.length > 0) return runPlaywright(context, "chosen", context.extra);
    const lanes = Object.entries(LANES).map(([lane, projects]) =>
      runPlaywright(
        context,
        lane,
        projects.map((name) => `--project=${name}`),
      ),
    );
    return sum(await Promise.all(lanes));
  },
};

async function runPlaywright(
  { folder, run }: PartContext,
  lane: string,
  args: string[],
): Promise<Counts> {
  const report = join(folder, `e2e-${lane}.json`);
  const cli = inCheckout("node_modules/@playwright/test/cli.js");
  const env = { PLAYWRIGHT_JSON_OUTPUT_NAME: report };
  // Playwright empties its output folder when it starts.
  const output = `--output=test-results/e2e/${lane}`;
  const all = [cli, "test", "--reporter=list,json", output, ...args];
  return readReport(report, await run(process.execPath, all, env));
}

/** Counts from Playwright's own report; a test that passed only at the second attempt failed. */
export function readReport(path: string, exitCode: number): Counts {
  if (!existsSync(path)) return { passed: 0, failed: 1, skipped: 0 };
  const { stats, errors } = JSON.parse(readFileSync(path, "utf8")) as PlaywrightReport;
  const failed = stats.unexpected + stats.flaky + errors.length;
  return {
    passed: stats.expected,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: stats.skipped,
  };
}
