import "server-only";
import { randomUUID } from "node:crypto";
import { readdir, rename, rmdir, unlink } from "node:fs/promises";
import { AppError } from "@/server/platform/errors";
import { fileProblem } from "./file-problem";
import { namesOf, type OpenFolder, openChild, openFolder, openRoot } from "./open-folder";

/** Handles held at once; what lies deeper is moved up first. */
const MOST_LEVELS = 32;

/**
 * Removes a file, or a folder with all that is in it. Of links, the link itself.
 *
 * @throws AppError not_found; invalid for the workspace itself
 */
export async function removeInside(root: string, path: string): Promise<void> {
  const names = namesOf(path);
  const name = names.pop();
  if (name === undefined)
    throw new AppError("invalid", "The workspace itself stays; remove what is in it.");
  try {
    await using folder = await openFolder(root, names);
    await remove(folder, name, folder, 0);
  } catch (error) {
    throw fileProblem(error, names.concat(name).join("/"));
  }
}

/** A session's whole folder; nothing is said when it is not there. */
export async function removeWorkspace(parent: string, name: string): Promise<void> {
  await using folder = await openRoot(parent);
  await remove(folder, name, folder, 0).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
  });
}

async function remove(
  folder: OpenFolder,
  name: string | Buffer,
  top: OpenFolder,
  level: number,
): Promise<void> {
  try {
    return await unlink(folder.entry(name));
  } catch (error) {
    // EISDIR on Linux, EPERM elsewhere.
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "EISDIR" && code !== "EPERM") throw error;
  }
  if (level > MOST_LEVELS) {
    const moved = `.removed-${randomUUID()}`;
    await rename(folder.entry(name), top.entry(moved));
    return remove(top, moved, top, 0);
  }
  {
    await using child = await openChild(folder, name);
    await child.handle.chmod(0o700);
    for (const each of await readdir(child.self, { encoding: "buffer" }))
      await remove(child, each, top, level + 1);
  }
  await rmdir(folder.entry(name));
}
