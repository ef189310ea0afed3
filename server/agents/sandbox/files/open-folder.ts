import "server-only";
import { constants } from "node:fs";
import { chmod, type FileHandle, mkdir, open } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "@/server/platform/errors";
import type { Account } from "../account";
import { fileProblem } from "./file-problem";

/** A folder of a workspace that is held open: what is done in it cannot be led elsewhere by a link. */
export interface OpenFolder extends AsyncDisposable {
  /** The path of an entry in this very folder, whatever became of the folder's own path. */
  entry(name: string | Buffer): string | Buffer;
  /** The folder itself. */
  self: string;
  handle: FileHandle;
}

const FOLDER = constants.O_RDONLY | constants.O_DIRECTORY;
/** Linux only: a handle that needs no right to read. */
const O_PATH = 0o10000000;

/**
 * The names on the way to a path of a workspace. `/workspace/x`, as commands see it, is `x`.
 *
 * @throws AppError invalid when it leads out, or is none
 */
export function namesOf(path: string): string[] {
  const inside = path.replace(/^\/workspace(\/|$)/, "");
  if (path.includes("\0")) throw new AppError("invalid", "A path cannot hold a null character.");
  if (inside.startsWith("/"))
    throw new AppError("invalid", `${shown(path)} is outside of the workspace.`);
  const names = inside.split("/").filter((name) => name !== "" && name !== ".");
  if (names.includes(".."))
    throw new AppError("invalid", `${shown(path)} may lead out of the workspace: leave out "..".`);
  return names;
}

/** A path in a sentence: foreign text, so short and on one line. */
export const shown = (path: string): string =>
  JSON.stringify(path.length > 200 ? `${path.slice(0, 200)}…` : path);

/**
 * Opens a folder below the root, a name at a time, and follows no link on the way.
 *
 * @param make the missing ones, and whose they become
 * @throws AppError not_found, invalid
 */
export async function openFolder(
  root: string,
  names: string[],
  make?: { account?: Account },
): Promise<OpenFolder> {
  let folder = await openRoot(root);
  try {
    for (const name of names) {
      const next = await openChild(folder, name, make);
      await folder.handle.close();
      folder = next;
    }
    return folder;
  } catch (error) {
    await folder.handle.close();
    throw fileProblem(error, names.join("/"));
  }
}

/** The root is the console's own, so it may stand behind links. */
export const openRoot = async (root: string): Promise<OpenFolder> =>
  opened(await open(root, FOLDER), root);

/** @throws the system's error: ENOENT, or ENOTDIR and ELOOP for what is no folder or a link */
export async function openChild(
  folder: OpenFolder,
  name: string | Buffer,
  make?: { account?: Account },
): Promise<OpenFolder> {
  const path = folder.entry(name);
  const flags = FOLDER | constants.O_NOFOLLOW;
  try {
    return opened(await open(path, flags), String(path));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EACCES") return openClosed(path);
    if (code !== "ENOENT" || !make) throw error;
  }
  await mkdir(path, 0o755).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
  const child = opened(await open(path, flags), String(path));
  if (make.account) await child.handle.chown(make.account.uid, make.account.gid);
  return child;
}

/** A folder of ours whose rights a command took away: they are given back to this very folder. */
async function openClosed(path: string | Buffer): Promise<OpenFolder> {
  await using bare = opened(
    await open(path, O_PATH | constants.O_DIRECTORY | constants.O_NOFOLLOW),
    String(path),
  );
  await chmod(bare.self, 0o700);
  return opened(await open(bare.self, FOLDER), String(path));
}

function opened(handle: FileHandle, path: string): OpenFolder {
  // Elsewhere no command can plant a link: without bubblewrap there are no processes.
  const self = process.platform === "linux" ? `/proc/self/fd/${handle.fd}` : path;
  return {
    handle,
    self,
    entry: (name) =>
      typeof name === "string" ? join(self, name) : Buffer.concat([Buffer.from(`${self}/`), name]),
    [Symbol.asyncDispose]: () => handle.close(),
  };
}
