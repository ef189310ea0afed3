import "server-only";
import { constants } from "node:fs";
import { lstat, open, readdir } from "node:fs/promises";
import type { Account } from "../account";
import { type OpenFolder, openChild, openRoot } from "./open-folder";

/**
 * Copies the ordinary files and folders of a workspace into another, for a fork. Links are left out:
 * what they point to is copied where it stands.
 */
export async function copyFolder(from: string, to: string, account?: Account): Promise<void> {
  await using source = await openRoot(from);
  await using target = await openRoot(to);
  await copy(source, target, account);
}

async function copy(source: OpenFolder, target: OpenFolder, account?: Account): Promise<void> {
  for (const name of await readdir(source.self)) {
    const found = await lstat(source.entry(name)).catch(() => undefined);
    if (found?.isDirectory()) {
      await using inner = await openChild(source, name);
      await using outer = await openChild(target, name, { account });
      await copy(inner, outer, account);
    } else if (found?.isFile()) await copyFile(source, target, name, account);
  }
}

async function copyFile(
  source: OpenFolder,
  target: OpenFolder,
  name: string,
  account?: Account,
): Promise<void> {
  const reading = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const writing = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_NOFOLLOW;
  await using input = await open(source.entry(name), reading);
  const found = await input.stat();
  if (!found.isFile()) return;
  await using output = await open(target.entry(name), writing, found.mode & 0o777);
  if (found.size > 0)
    await output.writeFile(input.createReadStream({ autoClose: false, end: found.size - 1 }));
  if (account) await output.chown(account.uid, account.gid);
}
