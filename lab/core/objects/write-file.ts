import { createHash, randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { AwsError } from "../aws-error.ts";

/** One object in the lab may not be larger than this. */
export const OBJECT_LIMIT = 2 * 1024 * 1024 * 1024;

export interface WrittenFile {
  path: string;
  size: number;
  /** MD5 in hex, as S3's ETag of a simple upload. */
  md5: string;
}

/** Any bytes to be kept: in memory, in a file that is read and left alone, or arriving. */
export type Body = Buffer | { file: string } | AsyncIterable<Buffer>;

/**
 * Writes a body to `path` and returns only when it is on disk; nothing stands at `path` before that.
 * Throws `EntityTooLarge` above the limit.
 */
export async function writeFileDurably(path: string, body: Body): Promise<WrittenFile> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${randomBytes(4).toString("hex")}.part`;
  const md5 = createHash("md5");
  let size = 0;
  let handle: FileHandle | undefined;
  try {
    handle = await open(temporary, "wx");
    for await (const chunk of chunksOf(body)) {
      size += chunk.length;
      if (size > OBJECT_LIMIT) {
        const message = "Your proposed upload exceeds the maximum allowed size in this lab (2 GB).";
        throw new AwsError("EntityTooLarge", message);
      }
      md5.update(chunk);
      await handle.write(chunk);
    }
    await handle.sync();
    await handle.close();
    handle = undefined;
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await handle?.close();
    await rm(temporary, { force: true });
    throw error;
  }
  return { path, size, md5: md5.digest("hex") };
}

async function* chunksOf(body: Body): AsyncIterable<Buffer> {
  if (Buffer.isBuffer(body)) yield body;
  else if ("file" in body) yield* createReadStream(body.file);
  else yield* body;
}

/** A rename is durable only when its folder is. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
