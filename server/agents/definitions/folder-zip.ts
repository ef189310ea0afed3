import "server-only";
import { buffer } from "node:stream/consumers";
import { type Entry, fromBufferPromise, type ZipFile } from "yauzl";
import yazl from "yazl";
import { agentFolderIn } from "@/lib/agents/agent-folder";
import { badPath, FOLDER_LIMITS } from "@/lib/agents/agent-path";
import type { AgentFiles } from "@/lib/agents/config";
import { AppError, isAppError } from "@/server/platform/errors";
import { textOf } from "./read-folder";

/** The same files give the same bytes: no times of their own. */
const NO_TIME = new Date("2000-01-01T00:00:00Z");
const MOST_ZIPPED = 4_000_000;

/** Files as a zip, all below the folder `root`. */
export async function zipFolder(root: string, files: Record<string, string>): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  for (const path of Object.keys(files).sort())
    zip.addBuffer(Buffer.from(files[path] ?? "", "utf8"), `${root}/${path}`, {
      mtime: NO_TIME,
      mode: 0o100644,
    });
  zip.end();
  return buffer(zip.outputStream);
}

const refuse = (why: string, cause?: unknown) => new AppError("invalid", why, { cause });

/**
 * An agent's folder out of a zip: what lies beside `harness.json`, wherever in the zip that is.
 * @throws AppError invalid for what is no zip, no text, too large packed or unpacked, or leads out
 */
export async function unzipFolder(zipped: Buffer): Promise<AgentFiles> {
  if (zipped.length > MOST_ZIPPED)
    throw refuse(`The zip is larger than ${MOST_ZIPPED / 1_000_000} MB.`);
  const zip = await fromBufferPromise(zipped, {
    lazyEntries: true,
    strictFileNames: true,
    validateEntrySizes: true,
  }).catch((error) => {
    throw refuse("That is no zip that can be read.", error);
  });
  const files = await readEntries(zip).catch((error) => {
    throw isAppError(error)
      ? error
      : refuse("The zip is damaged or holds a path that leads out of it.", error);
  });
  return agentFolderOf(files);
}

async function readEntries(zip: ZipFile): Promise<AgentFiles> {
  const files: AgentFiles = {};
  let total = 0;
  let count = 0;
  for await (const entry of zip.eachEntry()) {
    count += 1;
    if (count > FOLDER_LIMITS.files * 2)
      throw refuse(`The zip has more than ${FOLDER_LIMITS.files} files.`);
    const path = entry.fileName;
    if (path.endsWith("/") || isClutter(path)) continue;
    const why = badPath(path);
    if (why) throw refuse(`The path ${JSON.stringify(path)} in the zip ${why}.`);
    if (isLink(entry)) throw refuse(`${path} is a symbolic link: a folder has its files itself.`);
    // Asked before it is unpacked, and held to while it is: the stream fails when it gives more.
    total += entry.uncompressedSize;
    if (entry.uncompressedSize > FOLDER_LIMITS.fileBytes || total > FOLDER_LIMITS.totalBytes)
      throw refuse(`${path} makes the folder larger than a folder may be.`);
    files[path] = textOf(path, await buffer(await zip.openReadStreamPromise(entry)));
  }
  return files;
}

/** What operating systems and tools add. */
const isClutter = (path: string): boolean =>
  /(^|\/)(__MACOSX|\.git|node_modules)\/|(^|\/)(\.DS_Store|\.env(\.[^/]*)?)$/.test(path);

const isLink = ({ externalFileAttributes }: Entry): boolean =>
  ((externalFileAttributes >>> 16) & 0o170000) === 0o120000;

/** The files below the one folder that has `harness.json`. @throws AppError invalid */
export function agentFolderOf(files: AgentFiles): AgentFiles {
  const found = agentFolderIn(files);
  if ("problem" in found) throw refuse(found.problem);
  return found.files;
}
