import "server-only";
import { createHash } from "node:crypto";
import { constants, type Dirent } from "node:fs";
import { lstat, open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { badPath, FOLDER_LIMITS } from "@/lib/agents/agent-path";
import type { AgentFiles } from "@/lib/agents/config";
import { AppError } from "@/server/platform/errors";

/** A file of a folder as it lies on disk. */
export interface FileOnDisk {
  /** Relative to the agent's folder. */
  path: string;
  bytes: number;
  /** Changes whenever the file does. */
  stamp: string;
}

/** Made by tools and of no use to an agent. */
const SKIPPED = new Set([".git", ".DS_Store", "node_modules", "__pycache__", ".venv"]);
/** Where people keep secrets: never taken in, because every version is kept and shown. */
const SECRETS = /^\.env(\.|$)/;

const refuse = (why: string) => new AppError("invalid", why);

/**
 * The files of an agent's folder, without their content. @throws AppError invalid for links, what is
 * no file, and what is too many, too deep or too large
 */
export async function listFolder(root: string): Promise<FileOnDisk[]> {
  const files: FileOnDisk[] = [];
  let total = 0;
  const walk = async (folder: string): Promise<void> => {
    for (const entry of await entriesOf(join(root, folder))) {
      if (SKIPPED.has(entry.name) || SECRETS.test(entry.name)) continue;
      const path = folder ? `${folder}/${entry.name}` : entry.name;
      const why = badPath(path);
      if (why) throw refuse(`${JSON.stringify(path)} ${why}.`);
      if (entry.isSymbolicLink())
        throw refuse(`${path} is a symbolic link: an agent's folder has its files itself.`);
      if (entry.isDirectory()) await walk(path);
      else if (!entry.isFile()) throw refuse(`${path} is neither a file nor a folder.`);
      else {
        const { size, mtimeMs, ctimeMs, ino } = await lstat(join(root, path));
        total += size;
        files.push({ path, bytes: size, stamp: `${size} ${mtimeMs} ${ctimeMs} ${ino}` });
      }
      if (files.length > FOLDER_LIMITS.files)
        throw refuse(`The folder has more than ${FOLDER_LIMITS.files} files.`);
      if (total > FOLDER_LIMITS.totalBytes)
        throw refuse(`The folder is larger than ${FOLDER_LIMITS.totalBytes / 1_000_000} MB.`);
    }
  };
  await walk("");
  return files;
}

/** By name, so that two looks at the same folder are alike. @throws AppError not_found */
async function entriesOf(folder: string): Promise<Dirent[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error) => {
    throw new AppError("not_found", "The folder is not there or cannot be read.", { cause: error });
  });
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** @throws AppError invalid when a file is no text, too large, or was replaced by a link meanwhile */
export async function readFiles(root: string, list: FileOnDisk[]): Promise<AgentFiles> {
  const files: AgentFiles = {};
  for (const { path } of list) {
    // Never through a link that was put there after the look.
    const handle = await open(join(root, path), constants.O_RDONLY | constants.O_NOFOLLOW).catch(
      (error) => {
        throw new AppError("invalid", `${path} cannot be read.`, { cause: error });
      },
    );
    try {
      const buffer = Buffer.alloc(FOLDER_LIMITS.fileBytes + 1);
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
      files[path] = textOf(path, buffer.subarray(0, bytesRead));
    } finally {
      await handle.close();
    }
  }
  return files;
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The text of a file. @throws AppError invalid when it is too large or no text */
export function textOf(path: string, content: Uint8Array): string {
  if (content.length > FOLDER_LIMITS.fileBytes)
    throw refuse(`${path} is larger than ${FOLDER_LIMITS.fileBytes / 1_000} kB.`);
  try {
    const text = utf8.decode(content);
    if (!text.includes("\u0000")) return text;
  } catch {
    // No UTF-8.
  }
  throw refuse(`${path} is no text: an agent's folder and its skills hold text files only.`);
}

/** One stamp for a whole folder. */
export const stampOf = (files: FileOnDisk[]): string =>
  createHash("sha256")
    .update(files.map(({ path, stamp }) => `${path}\n${stamp}\n`).join(""))
    .digest("hex");
