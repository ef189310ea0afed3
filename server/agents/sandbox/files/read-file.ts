import "server-only";
import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { AppError } from "@/server/platform/errors";
import { fileProblem } from "./file-problem";
import { namesOf, openFolder, shown } from "./open-folder";

/** Larger ones are read in pieces, by a command. */
export const READ_BYTES = 32 * 1_048_576;

/**
 * An ordinary file of the workspace.
 *
 * @throws AppError not_found; invalid for folders, links, pipes, devices and what is too large
 */
export async function readFileInside(root: string, path: string): Promise<Buffer> {
  const names = namesOf(path);
  const name = names.pop();
  if (name === undefined) throw new AppError("invalid", "The workspace is a folder.");
  try {
    await using folder = await openFolder(root, names);
    // A pipe without a writer would wait forever.
    const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
    await using file = await open(folder.entry(name), flags);
    const found = await file.stat();
    if (!found.isFile()) throw new AppError("invalid", `${shown(path)} is not an ordinary file.`);
    const tooLarge = new AppError(
      "invalid",
      `${shown(path)} is larger than the ${READ_BYTES / 1_048_576} MB that can be read at once.`,
    );
    if (found.size > READ_BYTES) throw tooLarge;
    const content = Buffer.alloc(found.size + 1);
    let length = 0;
    // It may grow meanwhile; what was there at the beginning is what counts.
    while (length < found.size) {
      const { bytesRead } = await file.read(content, length, found.size - length, length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return content.subarray(0, length);
  } catch (error) {
    throw fileProblem(error, names.concat(name).join("/"));
  }
}
