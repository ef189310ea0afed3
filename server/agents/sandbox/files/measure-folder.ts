import "server-only";
import { lstat, readdir } from "node:fs/promises";
import { type OpenFolder, openChild, openRoot } from "./open-folder";

export interface Measured {
  /** What files say and what the disk has of them, whichever is more; an empty one counts a little. */
  bytes: number;
  entries: number;
  /** More entries or levels than a workspace may have; the rest was not counted. */
  full: boolean;
}

const MOST_ENTRIES = 20_000;
const MOST_LEVELS = 64;
/** What the file system keeps of an entry, so that a million empty files are no free lunch. */
const ENTRY_BYTES = 512;

/** What a workspace holds, while commands may change it. Links are not followed. */
export async function measureFolder(root: string): Promise<Measured> {
  const measured: Measured = { bytes: 0, entries: 0, full: false };
  await using folder = await openRoot(root);
  await add(folder, 0, measured);
  return measured;
}

async function add(folder: OpenFolder, level: number, measured: Measured): Promise<void> {
  for (const name of await readdir(folder.self, { encoding: "buffer" })) {
    measured.entries += 1;
    if (measured.entries > MOST_ENTRIES || level > MOST_LEVELS) {
      measured.full = true;
      return;
    }
    // Whatever went away meanwhile counts as nothing.
    const found = await lstat(folder.entry(name)).catch(() => undefined);
    if (!found) continue;
    measured.bytes += Math.max(found.size, found.blocks * 512) + ENTRY_BYTES;
    if (!found.isDirectory()) continue;
    const child = await openChild(folder, name).catch(() => undefined);
    if (!child) continue;
    await using open = child;
    await add(open, level + 1, measured);
    if (measured.full) return;
  }
}
