import { describe, expect, test } from "vitest";
import { HOUSE_RULES } from "../../../scripts/checks/rules/index.ts";
import { aSourceFile } from "../../../scripts/checks/rules/rule.ts";

const breaches = (path: string, text: string): string[] =>
  HOUSE_RULES.flatMap((rule) => rule(aSourceFile(path, text))).map(({ rule }) => rule);

const GUARD = 'import "server-only";\n';
const ACTIONS = '"use server";\nimport { defineAction } from "@/server/platform/define-action";\n';
const A_TEST = "tests/unit/a.test.ts";

describe("a breach of each rule is found", () => {
  test.each<[rule: string, path: string, text: string]>([
    ["server-only", "server/releases/decide.ts", "export const a = 1;"],
    ["server-only", "server/releases/decide.ts", `import "x";\n${GUARD}`],
    ["actions", "server/releases/actions.ts", `${ACTIONS}export async function open() {}`],
    ["actions", "server/releases/actions.ts", `${ACTIONS}export const open = async () => 1;`],
    [
      "actions",
      "server/releases/actions.ts",
      `${ACTIONS}export const a = defineAction({}), b = wrap(a);`,
    ],
    ["actions", "server/releases/actions.ts", `${ACTIONS}export { decide } from "./decide";`],
    ["actions", "server/releases/actions.ts", `${ACTIONS}export * from "./decide";`],
    ["actions", "server/releases/actions.ts", `${ACTIONS}export default defineAction;`],
    ["actions", "server/releases/actions.ts", "export const a = defineAction({});"],
    ["actions", "server/releases/decide.ts", `"use server";\n${GUARD}`],
    [
      "actions",
      "app/page.tsx",
      'export default function Page() { async function f() { "use server"; } return <b />; }',
    ],
    ["environment", "server/releases/decide.ts", `${GUARD}const a = process.env.HOME;`],
    ["environment", "components/ui/a.tsx", 'const a = process["env"].HOME;'],
    ["environment", "lib/platform/a.ts", 'import { env } from "node:process";'],
    ["environment", "lib/platform/a.ts", "const { HOME } = process.env;"],
    ["environment", "instrumentation.ts", "process.env.NODE_ENV;"],
    [
      "late-parts",
      "components/data/a.tsx",
      'import dynamic from "next/dynamic";\nconst A = dynamic(() => import("./b"));',
    ],
    ["length", "lib/platform/a.ts", `${"\n".repeat(400)}const a = 1;`],
    ["names", "lib/platform/utils.ts", ""],
    ["names", "components/shared/a.tsx", ""],
    ["names", "tests/unit/helpers.test.ts", ""],
    ["tests", A_TEST, 'test("a", () => { run(); });'],
    ["tests", A_TEST, 'it.each([1])("a", async () => { await run(); });'],
    ["tests", A_TEST, 'test.only("a", () => expect(1).toBe(1));'],
    [
      "fixed-sleep",
      A_TEST,
      'test("a", async () => { await page.waitForTimeout(500); expect(1).toBe(1); });',
    ],
    ["fixed-sleep", A_TEST, "await delay(500);"],
    ["fixed-sleep", A_TEST, "await new Promise((resolve) => setTimeout(resolve, 500));"],
    ["fixed-sleep", A_TEST, "await new Promise((done) => { setTimeout(done, 500); });"],
  ])("%s in %s: %s", (rule, path, text) => {
    expect(breaches(path, text)).toContain(rule);
  });
});

describe("what looks like a breach and is none", () => {
  test.each<[path: string, text: string]>([
    [
      "components/data/a.tsx",
      'import dynamic from "next/dynamic";\nconst A = dynamic(() => import("./b"), { ssr: false });',
    ],
    ["server/releases/decide.ts", `/** Decides. */\n${GUARD}export const a = 1;`],
    [
      "server/releases/actions.ts",
      `${ACTIONS}export const a = defineAction({});\nexport type A = typeof a;`,
    ],
    [
      "server/releases/actions.ts",
      `${ACTIONS}const name = "a";\nexport const a = defineAction({ name });`,
    ],
    ["server/platform/env.ts", `${GUARD}export const env = () => process.env;`],
    ["server/platform/a.ts", `${GUARD}import { env } from "./env";\nexport const a = env().HOME;`],
    ["lib/platform/a.ts", 'const a = "the words process.env and use server";'],
    ["instrumentation.ts", 'if (process.env.NEXT_RUNTIME === "nodejs") run();'],
    ["scripts/a.ts", "process.env.HOME;"],
    ["lib/platform/a.ts", `${"\n".repeat(399)}const a = 1;`],
    ["components/releases/common-prefix.tsx", ""],
    [A_TEST, 'test("a", () => { expectRefused(run()); });'],
    [A_TEST, 'test("a", async () => { await waitFor("the end", () => ended); });'],
    [A_TEST, 'test("a", () => expect(/a/.test("a")).toBe(true));'],
    [A_TEST, "const timer = setTimeout(() => abort(), 500);"],
    ["tests/harness/wait.ts", "await delay(500);"],
  ])("%s: %s", (path, text) => {
    expect(breaches(path, text)).toEqual([]);
  });
});
