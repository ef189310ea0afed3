import { rmSync } from "node:fs";
import { buildConsole, isBuilt } from "../services/console-build.ts";
import { inCheckout } from "../setup/checkout.ts";
import { SANDBOX_NEEDS } from "../setup/sandbox-packages.ts";
import { asCheck, type Part, type PartContext } from "./part.ts";
import { playwrightPart } from "./playwright-part.ts";
import { vitestPart } from "./vitest-part.ts";

/** The tests build into a folder of their own: a demo that runs from this checkout keeps its build. */
export const TEST_DIST_DIR = ".next-test";

const node = (context: PartContext, ...args: string[]) => context.run(process.execPath, args);

const format: Part = {
  title: "Format and lint",
  needs: [],
  run: async (context) =>
    asCheck(
      await node(
        context,
        inCheckout("node_modules/@biomejs/biome/bin/biome"),
        "ci",
        "--error-on-warnings",
        // It colours a log file too, unless told not to.
        ...(process.stdout.isTTY ? [] : ["--colors=off"]),
      ),
    ),
};

const imports: Part = {
  title: "Import rules",
  needs: [],
  run: async (context) => asCheck(await node(context, inCheckout("scripts/checks/imports.ts"))),
};

const house: Part = {
  title: "House rules",
  needs: ["git"],
  run: async (context) => asCheck(await node(context, inCheckout("scripts/checks/house-rules.ts"))),
};

const types: Part = {
  title: "Types",
  needs: [],
  run: async (context) => {
    // Of a build before: a route that came since would be none to it.
    rmSync(inCheckout(`${TEST_DIST_DIR}/types`), { recursive: true, force: true });
    const typegen = await node(context, inCheckout("node_modules/next/dist/bin/next"), "typegen");
    if (typegen !== 0) return asCheck(typegen);
    return asCheck(await node(context, inCheckout("node_modules/typescript/bin/tsc"), "--noEmit"));
  },
};

const build: Part = {
  title: "Production build",
  needs: [],
  run: async ({ folder }) => {
    if (isBuilt(TEST_DIST_DIR)) {
      process.stdout.write("Up to date\n");
      return asCheck(0);
    }
    try {
      await buildConsole(TEST_DIST_DIR, folder);
      return asCheck(0);
    } catch (error) {
      process.stderr.write(`${(error as Error).message}\n`);
      return asCheck(1);
    }
  },
};

const unit = vitestPart("Unit tests", "unit", ["git"]);
const integration = vitestPart("Integration tests", "integration", [
  "redis-server",
  "git",
  "aws",
  "chromium",
  ...SANDBOX_NEEDS,
]);
const bench = vitestPart("Figures", "bench", ["redis-server", "git", "chromium"]);

/**
 * What `node scripts/test.mjs NAME` runs; the figures are not among `all`, because nothing can fail there.
 * The build comes before what starts the demo: among four busy workers it takes five minutes, alone one.
 */
export const PARTS = {
  all: [format, imports, house, types, unit, build, integration, playwrightPart],
  checks: [format, imports, house, types],
  unit: [unit],
  integration: [build, integration],
  e2e: [build, playwrightPart],
  bench: [build, bench],
} satisfies Record<string, Part[]>;
