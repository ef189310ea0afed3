/** `npm run build:lambda [-- <name> [folder]]`: bundles what runs on Lambda into `deploy/…/dist`. */
import { rmSync } from "node:fs";
import { bundleCode } from "./lambda/bundle-code.ts";
import { SHIPPED } from "./lambda/shipped-code.ts";
import { inCheckout } from "./setup/checkout.ts";

const [name, folder] = process.argv.slice(2);
const chosen = SHIPPED.filter((code) => name === undefined || code.name === name);
if (chosen.length === 0) {
  const known = SHIPPED.map((code) => code.name).join(" and ");
  process.stderr.write(`There is no code "${name}" for Lambda; there are ${known}.\n`);
  process.exit(1);
}
try {
  for (const code of chosen) {
    const into = folder ?? inCheckout(code.folder);
    // The parts of an earlier build have other names.
    if (!folder) rmSync(into, { recursive: true, force: true });
    const { bytes } = await bundleCode(code, into);
    process.stdout.write(`${into} (${(bytes / 1_048_576).toFixed(1)} MiB)\n`);
  }
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(1);
}
