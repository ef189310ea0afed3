import { createWriteStream, realpathSync } from "node:fs";
import { chmod, mkdir, readFile, rm, symlink } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Entry, openPromise, type ZipFile } from "yauzl";
import { isInside } from "./confine.ts";

/** The bundle cannot be unpacked; the message is for the person who made it. */
export class BundleError extends Error {}

/** What a revision may cost this machine. A zip bomb ends at these, not at a full disk. */
export const BUNDLE_LIMITS = {
  entries: 20_000,
  totalBytes: 512 * 1024 * 1024,
  /** Compressed to unpacked, looked at beyond the first 10 MB. */
  ratio: 200,
};

/** Unpacks a zip file into `target` (emptied first), keeping permissions. Throws `BundleError`. */
export async function unpackBundle(
  file: string,
  target: string,
  limits: typeof BUNDLE_LIMITS = BUNDLE_LIMITS,
): Promise<void> {
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  let zip: ZipFile;
  try {
    zip = await openPromise(file, { lazyEntries: true, autoClose: false });
  } catch (error) {
    throw new BundleError(`The revision is not a readable zip file: ${messageOf(error)}.`);
  }
  try {
    await extract(zip, target, limits);
  } catch (error) {
    if (error instanceof BundleError) throw error;
    throw new BundleError(`The revision cannot be unpacked: ${messageOf(error)}.`);
  } finally {
    zip.close();
  }
}

async function extract(zip: ZipFile, target: string, limits: typeof BUNDLE_LIMITS): Promise<void> {
  if (zip.entryCount > limits.entries) {
    throw new BundleError(
      `The revision has ${zip.entryCount} entries; at most ${limits.entries} are unpacked.`,
    );
  }
  const budget = { left: limits.totalBytes };
  const links: { place: string; name: string; to: string }[] = [];
  for await (const entry of zip.eachEntry()) {
    const place = join(target, entry.fileName);
    if (!isInside(target, resolve(place))) {
      throw new BundleError(`The entry ${entry.fileName} leaves the revision.`);
    }
    checkSizes(entry, budget.left, limits);
    const mode = entry.externalFileAttributes >>> 16;
    if (entry.fileName.endsWith("/")) {
      await mkdir(place, { recursive: true });
    } else {
      await mkdir(dirname(place), { recursive: true });
      await write(zip, entry, place, budget, limits);
      if ((mode & 0o170000) === 0o120000) {
        links.push({ place, name: entry.fileName, to: await readFile(place, "utf8") });
      } else {
        await chmod(place, mode & 0o777 || 0o644);
      }
    }
  }
  await makeLinks(target, links);
}

/** Links come last, so that no file is ever written through one. */
async function makeLinks(target: string, links: { place: string; name: string; to: string }[]) {
  const root = realpathSync(target);
  for (const { place, to } of links) {
    await rm(place, { force: true });
    await symlink(to, place);
  }
  for (const { place, name } of links) {
    if (stays(root, place)) continue;
    await rm(place, { force: true });
    throw new BundleError(`The symbolic link ${name} points out of the revision, or at nothing.`);
  }
}

/** Where a link really ends, over all links on its way; one that ends nowhere cannot be judged. */
function stays(root: string, link: string): boolean {
  try {
    return isInside(root, realpathSync(link));
  } catch {
    return false;
  }
}

function checkSizes(entry: Entry, left: number, limits: typeof BUNDLE_LIMITS): void {
  const big = entry.uncompressedSize > 10 * 1024 * 1024;
  const dense = entry.uncompressedSize / Math.max(1, entry.compressedSize) > limits.ratio;
  if (entry.uncompressedSize > left || (big && dense)) {
    throw new BundleError(
      `The entry ${entry.fileName} unpacks to ${entry.uncompressedSize} bytes, which is more than a revision may have.`,
    );
  }
}

async function write(
  zip: ZipFile,
  entry: Entry,
  place: string,
  budget: { left: number },
  limits: typeof BUNDLE_LIMITS,
): Promise<void> {
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      budget.left -= chunk.length;
      // The sizes in the zip's directory are only what its maker claims.
      if (budget.left >= 0) done(null, chunk);
      else done(new BundleError(`The revision unpacks to more than ${limits.totalBytes} bytes.`));
    },
  });
  await pipeline(await zip.openReadStreamPromise(entry), counted, createWriteStream(place));
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, "");
}
