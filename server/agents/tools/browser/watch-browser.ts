import "server-only";
import { existsSync } from "node:fs";
import { readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DEFAULT_SANDBOX_LIMITS } from "@/lib/agents/isolation";
import { watchSandbox } from "@/server/agents/sandbox/bubblewrap/watch-sandbox";
import { log } from "@/server/platform/log";
import { type Confined, FOLDERS } from "./confine";

/** Of all processes of one browser together. A heavy page takes some 500 MB. */
const LIMITS = { ...DEFAULT_SANDBOX_LIMITS, memoryMb: 1_536, processes: 120, diskMb: 512 };

/** Ends a browser that takes more than it may. @returns stops watching */
export async function watchBrowser(
  { pidFile, profile }: Confined,
  end: () => void,
): Promise<() => void> {
  const pid = Number(await readFile(pidFile, "utf8"));
  return watchSandbox({
    pid,
    workspace: profile,
    limits: LIMITS,
    held: { bytes: 0, entries: 0, full: false },
    cpu: false,
    onBreach(problem) {
      log().warn({ problem }, "an agent's browser was ended");
      end();
    },
  });
}

const YOUNG_MS = 60_000;

/** Folders of browsers whose console was killed: nobody else removes them. Never throws. */
export async function removeLeftBehind(): Promise<void> {
  const names = await readdir(tmpdir()).catch(() => []);
  for (const name of names.filter((each) => each.startsWith(FOLDERS))) {
    const folder = join(tmpdir(), name);
    try {
      const { mtimeMs } = await stat(folder);
      if (Date.now() - mtimeMs < YOUNG_MS) continue;
      const pid = await readFile(join(folder, "pid"), "utf8").catch(() => "");
      if (!pid || !existsSync(`/proc/${pid.trim()}`))
        await rm(folder, { recursive: true, force: true });
    } catch (error) {
      log().debug({ error, name }, "a browser's folder could not be removed");
    }
  }
}
