import { existsSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { inCheckout } from "../setup/checkout.ts";

/** Neither screens nor the console's records belong into the program. */
const FOREIGN = /^(next|react|react-dom|next-auth|pg|drizzle-orm|ioredis)(\/|$)/;

/**
 * The program of agent runtimes in a folder: our code as one file, with the packages beside it. A
 * container image holds the same on AWS. @throws Error when it would carry what it has no use for
 */
export async function bundleRuntime(folder: string): Promise<{ folder: string; entry: string }> {
  mkdirSync(folder, { recursive: true });
  const { metafile } = await build({
    entryPoints: { main: inCheckout("server/agents/runtime/main.ts") },
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    absWorkingDir: inCheckout("."),
    bundle: true,
    packages: "external",
    platform: "node",
    target: "node24",
    format: "esm",
    sourcemap: true,
    sourcesContent: false,
    metafile: true,
    logLevel: "warning",
    tsconfig: inCheckout("tsconfig.json"),
    // It throws outside of a React server; a program is a server, too.
    alias: { "server-only": inCheckout("scripts/setup/empty-module.ts") },
  });
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports);
  const foreign = imports.find(({ path }) => FOREIGN.test(path));
  if (foreign) throw new Error(`The program of agent runtimes would need ${foreign.path}.`);
  const packages = join(folder, "node_modules");
  if (!existsSync(packages)) symlinkSync(inCheckout("node_modules"), packages);
  return { folder, entry: "main.mjs" };
}
