import "server-only";
import { lstat, readdir } from "node:fs/promises";
import type { SessionFile } from "@/lib/agents/views";
import { fileProblem } from "./file-problem";
import { namesOf, openFolder } from "./open-folder";

/** More than anybody reads; a command lists the rest. */
const MOST = 2_000;

/**
 * What is in one folder: ordinary files and folders, by name. Links, pipes and devices are left out,
 * because nothing can be done with them from here.
 *
 * @throws AppError not_found, invalid
 */
export async function listFolder(root: string, path = ""): Promise<SessionFile[]> {
  const names = namesOf(path);
  try {
    await using folder = await openFolder(root, names);
    const found: SessionFile[] = [];
    for (const name of (await readdir(folder.self)).sort()) {
      if (found.length === MOST) break;
      const entry = await lstat(folder.entry(name)).catch(() => undefined);
      if (!entry || !(entry.isFile() || entry.isDirectory())) continue;
      found.push({
        path: [...names, name].join("/"),
        bytes: entry.isFile() ? entry.size : 0,
        modifiedAt: entry.mtime.toISOString(),
        folder: entry.isDirectory(),
      });
    }
    return found;
  } catch (error) {
    throw fileProblem(error, names.join("/"));
  }
}
