// Runs the unit tests: readable on the terminal, JUnit for the build's report.
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync } from "node:fs";

mkdirSync("reports", { recursive: true });
const files = readdirSync("test")
  .filter((name) => name.endsWith(".test.js"))
  .map((name) => `test/${name}`);
const run = spawnSync(
  process.execPath,
  [
    "--test",
    "--test-reporter=spec",
    "--test-reporter-destination=stdout",
    "--test-reporter=junit",
    "--test-reporter-destination=reports/junit.xml",
    ...files,
  ],
  { stdio: "inherit" },
);
process.exit(run.status ?? 1);
