import "server-only";
import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { AppError } from "@/server/platform/errors";
import type { Account } from "../account";
import { fileProblem } from "./file-problem";
import { measureFolder } from "./measure-folder";
import { namesOf, openFolder, shown } from "./open-folder";

/**
 * Writes an ordinary file with all folders on its way; one that is there keeps its rights.
 *
 * @param diskBytes what the whole workspace may hold
 * @throws AppError invalid for folders, links, pipes, devices and what does not fit
 */
export async function writeFileInside(
  root: string,
  path: string,
  content: Buffer | string,
  { account, diskBytes }: { account?: Account; diskBytes: number },
): Promise<void> {
  const names = namesOf(path);
  const name = names.pop();
  if (name === undefined) throw new AppError("invalid", "The workspace is a folder.");
  const bytes = Buffer.isBuffer(content) ? content : Buffer.from(content);
  const held = await measureFolder(root);
  if (held.bytes + bytes.length > diskBytes || held.full)
    throw new AppError(
      "invalid",
      `${shown(path)} does not fit: the workspace may hold ${Math.floor(diskBytes / 1_048_576)} MB.`,
    );
  try {
    await using folder = await openFolder(root, names, { account });
    const flags =
      constants.O_WRONLY | constants.O_CREAT | constants.O_NOFOLLOW | constants.O_NONBLOCK;
    await using file = await open(folder.entry(name), flags, 0o644);
    const found = await file.stat();
    if (!found.isFile()) throw new AppError("invalid", `${shown(path)} is not an ordinary file.`);
    await file.truncate(0);
    await file.writeFile(bytes);
    if (account) await file.chown(account.uid, account.gid);
  } catch (error) {
    throw fileProblem(error, names.concat(name).join("/"));
  }
}
