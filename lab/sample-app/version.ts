import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("./versions", import.meta.url));
const BASE = "v1.0";

/** What each version of the sample application is, as a commit would say it. */
export const SAMPLE_VERSIONS = {
  "v1.0": "app v1.0: an accumulator that tells which instance answered",
  "v1.1": "app v1.1: tidy up the server's configuration",
  "v1.2": "app v1.2: toggles for the emphasis of the message",
} as const;
export type SampleVersion = keyof typeof SAMPLE_VERSIONS;

export function isSampleVersion(text: string): text is SampleVersion {
  return Object.hasOwn(SAMPLE_VERSIONS, text);
}

/** One file of the application. */
export interface SampleFile {
  content: Buffer;
  /** Unix permission bits, 0o644 or 0o755. */
  mode: number;
}

/**
 * All files of a version by path (with `/`, relative to the application's root): the files of v1.0,
 * those that the version changes laid over them, and the version's number in `package.json`.
 */
export async function sampleVersion(version: SampleVersion): Promise<Map<string, SampleFile>> {
  const files = await readTree(join(ROOT, BASE));
  if (version !== BASE) {
    for (const [path, file] of await readTree(join(ROOT, version))) files.set(path, file);
  }
  const manifest = files.get("package.json");
  if (!manifest) throw new Error(`The sample application has no package.json in ${ROOT}.`);
  const numbered = { ...JSON.parse(manifest.content.toString()), version: `${version.slice(1)}.0` };
  files.set("package.json", {
    ...manifest,
    content: Buffer.from(`${JSON.stringify(numbered, null, 2)}\n`),
  });
  return files;
}

async function readTree(root: string): Promise<Map<string, SampleFile>> {
  const files = new Map<string, SampleFile>();
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const mode = (await stat(path)).mode & 0o111 ? 0o755 : 0o644;
    const name = path.slice(root.length + 1);
    files.set(name, { content: await readFile(path), mode });
  }
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}
