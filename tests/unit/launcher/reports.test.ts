import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { asCheck, sum } from "../../../scripts/test/part.ts";
import { readReport as readPlaywright } from "../../../scripts/test/playwright-part.ts";
import { readReport as readVitest } from "../../../scripts/test/vitest-part.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "switchyard-reports-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const aReport = (content: unknown): string => {
  const path = join(folder, "report.json");
  writeFileSync(path, JSON.stringify(content));
  return path;
};

const aVitestReport = (over: object = {}) =>
  aReport({
    numPassedTests: 5,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    testResults: [],
    ...over,
  });

describe("vitest's report", () => {
  test("is counted as it says", () => {
    const path = aVitestReport({ numFailedTests: 2, numPendingTests: 1, numTodoTests: 1 });
    expect(readVitest(path, 1)).toEqual({ passed: 5, failed: 2, skipped: 2 });
  });

  test("a file that did not load counts as a failure", () => {
    const path = aVitestReport({ testResults: [{ status: "failed", assertionResults: [] }] });
    expect(readVitest(path, 1)).toEqual({ passed: 5, failed: 1, skipped: 0 });
  });

  test("an exit code that no test explains counts as a failure", () => {
    expect(readVitest(aVitestReport(), 1).failed).toBe(1);
    expect(readVitest(aVitestReport(), 0).failed).toBe(0);
  });

  test("that was never written counts as a failure", () => {
    expect(readVitest(join(folder, "missing.json"), 0).failed).toBe(1);
  });
});

describe("Playwright's report", () => {
  const aPlaywrightReport = (stats: object, errors: unknown[] = []) =>
    aReport({ stats: { expected: 3, unexpected: 0, flaky: 0, skipped: 0, ...stats }, errors });

  test("counts a test that passed only at the second attempt as failed", () => {
    expect(readPlaywright(aPlaywrightReport({ unexpected: 1, flaky: 1, skipped: 2 }), 1)).toEqual({
      passed: 3,
      failed: 2,
      skipped: 2,
    });
  });

  test("counts an error outside of tests, and an exit code that nothing explains", () => {
    expect(readPlaywright(aPlaywrightReport({}, [{}]), 1).failed).toBe(1);
    expect(readPlaywright(aPlaywrightReport({}), 1).failed).toBe(1);
  });
});

test("counts are added up", () => {
  expect(sum([asCheck(0), asCheck(1), { passed: 4, failed: 0, skipped: 2 }])).toEqual({
    passed: 5,
    failed: 1,
    skipped: 2,
  });
});
