import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ImportReport } from "../../../scripts/checks/imports.ts";

/** What each rule must catch: the rule, the file that breaks it, what that file imports. */
const BREACHES: [rule: string, from: string, imports: string][] = [
  ["no-cycles", "lib/releases/one.ts", "@/lib/releases/two"],
  ["no-unresolved", "lib/releases/lost.ts", "@/lib/releases/nowhere"],
  ["app-without-sdks", "app/page.tsx", "@/server/aws/codepipeline"],
  ["app-without-sdks", "app/api/route.ts", "@aws-sdk/client-s3"],
  ["app-without-tests-or-tools", "server/releases/uses-lab.ts", "@/lab/main"],
  ["components-server-only-by-actions", "components/releases/card.tsx", "@/server/releases/decide"],
  [
    "components-server-only-by-actions",
    "components/releases/other-actions.tsx",
    "@/server/agents/actions",
  ],
  ["components-one-feature", "components/releases/borrow.tsx", "@/components/agents/view"],
  ["components-ui-knows-no-feature", "components/ui/button.tsx", "@/components/agents/view"],
  ["components-data-knows-no-feature", "components/data/table.tsx", "@/components/agents/view"],
  ["components-shell-knows-no-feature", "components/shell/bar.tsx", "@/components/agents/view"],
  ["components-without-app-or-sdks", "components/releases/sdk.tsx", "@aws-sdk/client-s3"],
  ["lib-is-pure", "lib/releases/impure.ts", "react"],
  ["lib-is-pure", "lib/releases/reads-files.ts", "node:fs"],
  ["lib-one-feature", "lib/releases/nosy.ts", "@/lib/agents/model"],
  ["lib-platform-knows-no-feature", "lib/platform/nosy.ts", "@/lib/agents/model"],
  ["server-without-views", "server/releases/renders.ts", "@/components/agents/view"],
  ["server-features-without-sdks", "server/releases/sdk.ts", "@aws-sdk/client-s3"],
  ["server-features-without-sdks", "server/live/hub.ts", "ioredis"],
  ["server-one-feature", "server/releases/nosy.ts", "@/server/agents/read-runs"],
  ["inbox-only-reads", "server/inbox/decides.ts", "@/server/releases/decide"],
  ["adapters-know-no-feature", "server/aws/nosy.ts", "@/server/releases/decide"],
  ["adapters-know-each-other-not", "server/aws/caches.ts", "@/server/redis/client"],
  ["live-knows-no-feature", "server/live/nosy.ts", "@/server/releases/decide"],
  ["platform-knows-no-feature", "server/platform/nosy.ts", "@/server/releases/decide"],
  ["lab-stands-alone", "lab/nosy.ts", "../lib/platform/result"],
  ["lab-without-the-consoles-libraries", "lab/stores.ts", "pg"],
  ["scripts-without-console-code", "scripts/nosy.ts", "../server/releases/decide"],
  ["no-tests-in-tools", "scripts/tests.ts", "../tests/anything"],
];

/** What must stay allowed, as near to a breach as it gets. */
const ALLOWED: [from: string, imports: string][] = [
  ["app/(console)/page.tsx", "@/server/releases/read-pipelines"],
  ["app/(console)/layout.tsx", "@/server/platform/ctx"],
  ["components/releases/button.tsx", "@/server/releases/actions"],
  ["components/releases/table.tsx", "@/components/data/frame"],
  ["components/inbox/item.tsx", "@/lib/releases/two"],
  ["lib/releases/parse.ts", "zod"],
  ["lib/releases/live.ts", "@/lib/live/model"],
  ["server/releases/reads.ts", "@/server/aws/codepipeline"],
  ["server/inbox/reads.ts", "@/server/releases/read-pipelines"],
  ["server/aws/codepipeline.ts", "@aws-sdk/client-s3"],
  ["server/aws/logs.ts", "@/server/platform/ctx"],
  ["lab/main.ts", "yaml"],
];

const PACKAGES = ["@aws-sdk/client-s3", "ioredis", "pg", "react", "zod", "yaml"];

let root: string;
let report: ImportReport;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "switchyard-import-rules-"));
  write(
    "tsconfig.json",
    JSON.stringify({
      compilerOptions: {
        module: "esnext",
        moduleResolution: "bundler",
        jsx: "react-jsx",
        paths: { "@/*": ["./*"] },
      },
    }),
  );
  write(
    "package.json",
    JSON.stringify({
      name: "fixture",
      dependencies: Object.fromEntries(PACKAGES.map((name) => [name, "1.0.0"])),
    }),
  );
  for (const name of PACKAGES) {
    write(
      `node_modules/${name}/package.json`,
      JSON.stringify({ name, version: "1.0.0", main: "index.js" }),
    );
    write(`node_modules/${name}/index.js`, "module.exports = {};");
  }
  for (const target of [
    "server/aws/codepipeline",
    "server/redis/client",
    "server/releases/decide",
    "server/releases/actions",
    "server/releases/read-pipelines",
    "server/agents/actions",
    "server/agents/read-runs",
    "server/platform/ctx",
    "components/agents/view",
    "components/data/frame",
    "lib/agents/model",
    "lib/live/model",
    "lib/platform/result",
    "lab/main",
    "tests/anything",
  ]) {
    write(`${target}.ts`, "export const value = 1;\n");
  }
  write(
    "lib/releases/two.ts",
    'import { value as one } from "@/lib/releases/one";\nexport const value = one;\n',
  );
  for (const [from, imports] of [
    ...BREACHES.map(([, from, imports]) => [from, imports] as const),
    ...ALLOWED,
  ]) {
    write(
      from,
      `import { value } from "${imports}";\nexport const own = value;\nexport { own as value };\n`,
    );
  }
  const check = join(import.meta.dirname, "../../../scripts/checks/imports.ts");
  const output = execFileSync(process.execPath, [check, "--json"], { cwd: root, encoding: "utf8" });
  report = JSON.parse(output) as ImportReport;
}, 60_000);

afterAll(() => rmSync(root, { recursive: true, force: true }));

describe("the import rules", () => {
  test("read TypeScript files, so that they are not blind", () => {
    expect(report.files).toBeGreaterThan(BREACHES.length);
  });

  test.each(BREACHES)("%s catches %s → %s", (rule, from) => {
    expect(report.violations).toContainEqual(expect.objectContaining({ rule, from }));
  });

  test.each(ALLOWED)("%s may import %s", (from) => {
    expect(
      report.violations.filter(
        (violation) => violation.from === from && violation.rule !== "no-cycles",
      ),
    ).toEqual([]);
  });

  test("are all proven by a breach above", () => {
    const config = createRequire(import.meta.url)("../../../.dependency-cruiser.cjs") as {
      forbidden: { name: string }[];
    };
    expect(new Set(BREACHES.map(([rule]) => rule))).toEqual(
      new Set(config.forbidden.map(({ name }) => name)),
    );
  });
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
