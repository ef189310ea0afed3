import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { buffer } from "node:stream/consumers";
import { ZipFile } from "yazl";
import {
  type SampleFile,
  type SampleVersion,
  sampleVersion,
} from "../../../../lab/sample-app/version.ts";

/** A zip file of these files; text is put with mode 644, hooks need 755. */
export async function aBundle(files: Map<string, SampleFile>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [path, { content, mode }] of files)
    zip.addBuffer(content, path, { mode: 0o100000 | mode });
  zip.end();
  return buffer(zip.outputStream as unknown as NodeJS.ReadableStream);
}

const built = new Map<string, Promise<Buffer>>();

/** What CodeBuild would make of a version of the sample application: its files and `dist/`. */
export function aBuiltRevision(version: SampleVersion): Promise<Buffer> {
  const known = built.get(version) ?? build(version);
  built.set(version, known);
  return known;
}

async function build(version: SampleVersion): Promise<Buffer> {
  const dir = mkdtempSync(join(tmpdir(), "lab-sample-"));
  try {
    const files = await sampleVersion(version);
    for (const [path, { content, mode }] of files) {
      mkdirSync(join(dir, dirname(path)), { recursive: true });
      writeFileSync(join(dir, path), content, { mode });
    }
    execFileSync(process.execPath, ["tools/build.js"], { cwd: dir });
    const all = new Map<string, SampleFile>();
    for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      all.set(path.slice(dir.length + 1), {
        content: readFileSync(path),
        mode: statSync(path).mode & 0o777,
      });
    }
    return await aBundle(all);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
