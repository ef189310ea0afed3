/** Unpacks the source zip with limits that a hostile archive cannot pass. */
import { createWriteStream } from "node:fs";
import { mkdir, realpath, symlink } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Entry, openPromise, type ZipFile } from "yauzl";
import { PhaseFailure } from "./model.ts";

export interface UnpackLimits {
  entries: number;
  totalBytes: number;
  /** Unpacked bytes per packed byte, looked at above `ratioFrom` bytes. */
  ratio: number;
  ratioFrom: number;
}

export const UNPACK_LIMITS: UnpackLimits = {
  entries: 20_000,
  totalBytes: 512 * 1024 * 1024,
  ratio: 100,
  ratioFrom: 8 * 1024 * 1024,
};

const refuse = (why: string) =>
  new PhaseFailure("CLIENT_ERROR", `The source archive was refused: ${why}.`);

/** @throws PhaseFailure CLIENT_ERROR: too many entries, too large, a bomb, a path or link that leads outside. */
export async function unpackSource(
  file: string,
  into: string,
  limits: UnpackLimits = UNPACK_LIMITS,
): Promise<void> {
  const root = await realpath(into);
  let zip: ZipFile;
  try {
    zip = await openPromise(file, { lazyEntries: true, autoClose: false, strictFileNames: true });
  } catch (error) {
    throw refuse(`it is not a readable zip file (${(error as Error).message})`);
  }
  try {
    if (zip.entryCount > limits.entries) {
      throw refuse(`it has ${zip.entryCount} entries, more than ${limits.entries}`);
    }
    await unpackEntries(zip, root, zip.fileSize, limits);
  } finally {
    zip.close();
  }
}

async function unpackEntries(
  zip: ZipFile,
  root: string,
  packed: number,
  limits: UnpackLimits,
): Promise<void> {
  let total = 0;
  const count = (bytes: number) => {
    total += bytes;
    if (total > limits.totalBytes) {
      throw refuse(`it unpacks to more than ${Math.round(limits.totalBytes / 1024 / 1024)} MB`);
    }
    if (total > limits.ratioFrom && total > packed * limits.ratio) {
      throw refuse(`it unpacks to more than ${limits.ratio} times its size`);
    }
  };
  const links: { path: string; target: string; name: string }[] = [];
  let entries = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      entries += 1;
      if (entries > limits.entries) throw refuse(`it has more than ${limits.entries} entries`);
      const path = inside(root, entry.fileName);
      const mode = entry.externalFileAttributes >>> 16;
      if (entry.fileName.endsWith("/")) {
        await mkdir(path, { recursive: true });
      } else if ((mode & 0o170000) === 0o120000) {
        links.push({ path, name: entry.fileName, target: await readLink(zip, entry, count) });
      } else {
        await mkdir(dirname(path), { recursive: true });
        const counter = new Transform({
          transform(chunk: Buffer, _encoding, done) {
            try {
              count(chunk.length);
              done(null, chunk);
            } catch (error) {
              done(error as Error);
            }
          },
        });
        const executable = (mode & 0o111) !== 0;
        const output = createWriteStream(path, { mode: executable ? 0o755 : 0o644 });
        await pipeline(await zip.openReadStreamPromise(entry), counter, output);
      }
    }
    // Links come last: no entry can be written through one.
    for (const link of links) await makeLink(root, link);
  } catch (error) {
    if (error instanceof PhaseFailure) throw error;
    throw refuse((error as Error).message);
  }
}

function inside(root: string, name: string): string {
  const path = resolve(root, name);
  if (path !== root && !path.startsWith(root + sep)) {
    throw refuse(`the entry ${JSON.stringify(name)} leads outside`);
  }
  return path;
}

async function readLink(zip: ZipFile, entry: Entry, count: (bytes: number) => void) {
  let target = "";
  for await (const chunk of await zip.openReadStreamPromise(entry)) {
    count((chunk as Buffer).length);
    target += String(chunk);
    if (target.length > 4096)
      throw refuse(`the link ${JSON.stringify(entry.fileName)} is too long`);
  }
  return target;
}

async function makeLink(root: string, link: { path: string; target: string; name: string }) {
  await mkdir(dirname(link.path), { recursive: true });
  const parent = await realpath(dirname(link.path));
  const target = resolve(parent, link.target);
  const leaves = target !== root && !target.startsWith(root + sep);
  if (leaves || parent !== dirname(link.path)) {
    throw refuse(`the link ${JSON.stringify(link.name)} leads outside`);
  }
  await symlink(link.target, join(parent, link.path.slice(dirname(link.path).length + 1)));
}
