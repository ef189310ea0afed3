import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { ZipFile } from "yazl";
import { inCheckout } from "../setup/checkout.ts";
import { bundleCode } from "./bundle-code.ts";
import type { ShippedCode } from "./shipped-code.ts";

/** A zip file as Lambda takes it. */
export interface CodePackage {
  zip: Buffer;
  /** As Lambda tells it: SHA-256 in base64. */
  sha256: string;
}

interface Known {
  /** Of the sources that went in, by content. */
  sources: string;
  inputs: string[];
}

/**
 * The code's zip file, bundled when a source of it has changed since the last time and read from the cache
 * otherwise. The same sources give the same bytes. Several processes may ask at once.
 */
export async function packageCode(
  code: ShippedCode,
  cache = inCheckout("node_modules/.cache/switchyard-lambda"),
): Promise<CodePackage> {
  const file = join(cache, `${code.name}.zip`);
  const known = readKnown(`${file}.json`);
  if (known && existsSync(file) && known.sources === hashSources(known.inputs)) {
    return packageOf(readFileSync(file));
  }
  mkdirSync(cache, { recursive: true });
  const folder = join(cache, `${code.name}.${crypto.randomUUID()}`);
  try {
    const { inputs } = await bundleCode(code, folder);
    const own = inputs.filter((path) => !path.startsWith("node_modules/"));
    const zip = await zipFolder(folder);
    // The facts last: they vouch for the zip file beside them.
    replace(file, zip);
    replace(`${file}.json`, JSON.stringify({ sources: hashSources(own), inputs: own }));
    return packageOf(zip);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const packageOf = (zip: Buffer): CodePackage => ({
  zip,
  sha256: createHash("sha256").update(zip).digest("base64"),
});

const MAKERS = [
  "package-lock.json",
  "scripts/lambda/bundle-code.ts",
  "scripts/lambda/package-code.ts",
  "scripts/lambda/shipped-code.ts",
];

/** Packages count by the lock file, our own sources by what is in them. */
function hashSources(inputs: string[]): string {
  const hash = createHash("sha256");
  for (const path of [...MAKERS, ...inputs]) {
    const full = inCheckout(path);
    hash.update(`${path}\0`);
    hash.update(existsSync(full) ? readFileSync(full) : "");
  }
  return hash.digest("hex");
}

function readKnown(path: string): Known | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Known;
  } catch {
    return undefined;
  }
}

function replace(path: string, content: Buffer | string): void {
  const fresh = `${path}.${crypto.randomUUID()}`;
  writeFileSync(fresh, content);
  renameSync(fresh, path);
}

function zipFolder(folder: string): Promise<Buffer> {
  const zip = new ZipFile();
  // Maps are for the machines that people debug on, and are larger than the code.
  for (const name of readdirSync(folder)
    .sort()
    .filter((each) => each.endsWith(".mjs"))) {
    zip.addFile(join(folder, name), name, { mtime: new Date(315_532_800_000), mode: 0o100644 });
  }
  zip.end();
  return buffer(zip.outputStream);
}
