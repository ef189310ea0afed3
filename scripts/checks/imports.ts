import "./typescript-for-imports.ts";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { parseArgs } from "node:util";
import type { ICruiseOptions, ICruiseResult } from "dependency-cruiser";
import { inCheckout } from "../setup/checkout.ts";

/** What `--json` prints: how many TypeScript files were read, and every forbidden import. */
export interface ImportReport {
  files: number;
  violations: { rule: string; from: string; to: string }[];
}

const FOLDERS = ["app", "components", "lib", "server", "lab", "scripts", "tests"];
/** Reading fewer files than this means that the parser is missing, not that the house is clean. */
const FEWEST_FILES = 50;

const { values } = parseArgs({ options: { json: { type: "boolean" } } });
const report = await findForbiddenImports();
if (values.json) process.stdout.write(JSON.stringify(report));
else printForPeople(report);

/** Runs the rules of `.dependency-cruiser.cjs` over the current folder, which is laid out like the checkout. */
async function findForbiddenImports(): Promise<ImportReport> {
  // Loaded here, after the hook above is in place.
  const { cruise } = await import("dependency-cruiser");
  const { default: extractTSConfig } = await import(
    "dependency-cruiser/config-utl/extract-ts-config"
  );
  const config = createRequire(import.meta.url)(inCheckout(".dependency-cruiser.cjs"));
  const options: ICruiseOptions = {
    ...config.options,
    validate: true,
    ruleSet: { forbidden: config.forbidden },
  };
  const folders = FOLDERS.filter((folder) => existsSync(folder));
  const tsConfig = extractTSConfig("tsconfig.json");
  const { output } = await cruise(folders, options, undefined, { tsConfig });
  const { modules, summary } = output as ICruiseResult;
  const sources = modules
    .map(({ source }) => source)
    .filter((path) => /^(?!.*node_modules).*\.tsx?$/.test(path));
  const violations = summary.violations.map(({ rule, from, to }) => ({
    rule: rule.name,
    from,
    to,
  }));
  return { files: sources.length, violations };
}

function printForPeople({ files, violations }: ImportReport): void {
  for (const { rule, from, to } of violations) process.stderr.write(`${rule}: ${from} → ${to}\n`);
  const blind = files < FEWEST_FILES;
  if (blind)
    process.stderr.write(`Only ${files} TypeScript files were read: the import check is blind.\n`);
  process.stdout.write(`${files} files, ${violations.length} forbidden imports\n`);
  process.exitCode = blind || violations.length > 0 ? 1 : 0;
}
