import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { CHECKOUT, inCheckout } from "../setup/checkout.ts";
import { HOUSE_RULES } from "./rules/index.ts";
import { aSourceFile } from "./rules/rule.ts";

const files = sourceFiles();
const violations = files.flatMap((path) => {
  const file = aSourceFile(path, readFileSync(inCheckout(path), "utf8"));
  return HOUSE_RULES.flatMap((rule) => rule(file));
});
for (const { rule, path, line, why } of violations) {
  process.stderr.write(`${rule}: ${path}${line ? `:${line}` : ""} ${why}\n`);
}
process.stdout.write(`${files.length} files, ${violations.length} breaches of the house rules\n`);
process.exit(violations.length > 0 ? 1 : 0);

/** What git tracks or would track; the sample application is a project of its own, with its own habits. */
function sourceFiles(): string[] {
  const git = spawnSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: CHECKOUT,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (git.status !== 0) throw new Error(`git could not list the files: ${git.stderr}`);
  return git.stdout
    .split("\0")
    .filter((path) => /\.(tsx?|mjs|cjs|css)$/.test(path))
    .filter((path) => !/^(lab\/sample-app|server\/db\/migrations)\//.test(path))
    .filter((path) => existsSync(inCheckout(path)));
}
