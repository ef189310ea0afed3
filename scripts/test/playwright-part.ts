import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { inCheckout } from "../setup/checkout.ts";
import type { Counts, Part } from "./part.ts";

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  errors: unknown[];
}

/** The journeys in a real browser against the whole stack, which Playwright's global set-up starts. */
export const playwrightPart: Part = {
  title: "End-to-end tests",
  needs: ["chromium", "redis-server", "git"],
  run: async ({ folder, run, extra }) => {
    const report = join(folder, "e2e.json");
    const cli = inCheckout("node_modules/@playwright/test/cli.js");
    const env = { PLAYWRIGHT_JSON_OUTPUT_NAME: report };
    const code = await run(process.execPath, [cli, "test", "--reporter=list,json", ...extra], env);
    return readReport(report, code);
  },
};

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
