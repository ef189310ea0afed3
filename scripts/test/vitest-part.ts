import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { inCheckout } from "../setup/checkout.ts";
import type { Counts, Need, Part } from "./part.ts";

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { status: string; assertionResults: unknown[] }[];
}

/** A vitest project as a part. */
export function vitestPart(title: string, project: string, needs: readonly Need[]): Part {
  return {
    title,
    needs,
    run: async ({ folder, run, extra }) => {
      const report = join(folder, `${project}.json`);
      const code = await run(process.execPath, [
        inCheckout("node_modules/vitest/vitest.mjs"),
        "run",
        "--project",
        project,
        "--reporter=default",
        "--reporter=json",
        `--outputFile.json=${report}`,
        ...extra,
      ]);
      return readReport(report, code);
    },
  };
}

/** Counts from vitest's own report. A file that did not load, or an error outside of tests, is a failure too. */
export function readReport(path: string, exitCode: number): Counts {
  if (!existsSync(path)) return { passed: 0, failed: 1, skipped: 0 };
  const report = JSON.parse(readFileSync(path, "utf8")) as VitestReport;
  const notLoaded = report.testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  );
  const failed = report.numFailedTests + notLoaded.length;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}
