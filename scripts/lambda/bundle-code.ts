import { build } from "esbuild";
import { inCheckout } from "../setup/checkout.ts";
import type { ShippedCode } from "./shipped-code.ts";

export interface Bundle {
  /** Of the code itself, without its source maps. */
  bytes: number;
  /** Every file that went into it, below the checkout. */
  inputs: string[];
}

/** Bundles code for Lambda into a folder. @throws Error when it would carry what it has no use for */
export async function bundleCode(code: ShippedCode, folder: string): Promise<Bundle> {
  const { metafile } = await build({
    entryPoints: Object.fromEntries(
      Object.entries(code.entries).map(([name, path]) => [name, inCheckout(path)]),
    ),
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    // What several handlers share is there once.
    splitting: Object.keys(code.entries).length > 1,
    absWorkingDir: inCheckout("."),
    bundle: true,
    platform: "node",
    target: "node24",
    format: "esm",
    minify: true,
    // So that an error names the line of its source; Lambda needs NODE_OPTIONS=--enable-source-maps.
    sourcemap: true,
    sourcesContent: false,
    legalComments: "linked",
    metafile: true,
    logLevel: "warning",
    tsconfig: inCheckout("tsconfig.json"),
    // It throws outside of a React server; a function is a server, too.
    alias: { "server-only": inCheckout("scripts/setup/empty-module.ts") },
    // Packages written for CommonJS ask for Node's own modules by require.
    banner: {
      js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
    },
  });
  const inputs = Object.keys(metafile.inputs);
  const foreign = inputs.find((path) => code.foreign.test(path));
  if (foreign) throw new Error(`The code of ${code.name} would carry ${foreign}.`);
  const bytes = Object.entries(metafile.outputs)
    .filter(([path]) => path.endsWith(".mjs"))
    .reduce((sum, [, output]) => sum + output.bytes, 0);
  return { bytes, inputs };
}
