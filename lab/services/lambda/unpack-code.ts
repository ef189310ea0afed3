import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, resolve, sep } from "node:path";
import { pipeline } from "node:stream/promises";
import { openPromise, type ZipFile } from "yauzl";
import { invalidParameter } from "./refuse.ts";

/** What Lambda allows unpacked. */
const MOST_BYTES = 250 * 1024 * 1024;
const MOST_ENTRIES = 20_000;

/** Unpacks a function's zip file. Links are left out. @throws AwsError when it is no zip, too large, or leads outside */
export async function unpackCode(file: string, into: string): Promise<void> {
  let zip: ZipFile;
  try {
    zip = await openPromise(file, { lazyEntries: true, autoClose: false, strictFileNames: true });
  } catch {
    throw invalidParameter(
      "Could not unzip uploaded file. Please check your file, then try to upload again.",
    );
  }
  let [entries, bytes] = [0, 0];
  try {
    for await (const entry of zip.eachEntry()) {
      entries++;
      // The sizes in the directory are checked against the data while it is read.
      bytes += entry.uncompressedSize;
      if (entries > MOST_ENTRIES || bytes > MOST_BYTES) {
        throw invalidParameter(`Unzipped size must be smaller than ${MOST_BYTES} bytes`);
      }
      const path = resolve(into, entry.fileName);
      if (!path.startsWith(into + sep)) {
        throw invalidParameter(`The entry ${JSON.stringify(entry.fileName)} leads outside.`);
      }
      const isLink = ((entry.externalFileAttributes >>> 16) & 0o170000) === 0o120000;
      if (entry.fileName.endsWith("/")) await mkdir(path, { recursive: true });
      else if (!isLink) {
        await mkdir(dirname(path), { recursive: true });
        await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(path));
      }
    }
  } finally {
    zip.close();
  }
}
