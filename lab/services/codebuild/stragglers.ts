/** Ends what a build left running, even when it moved to a process group of its own or outlived the lab. */
import { readdirSync, readFileSync } from "node:fs";

/** Linux only: looks for the build's id in every process's environment. */
export function endStragglers(buildId: string): number {
  const mark = `CODEBUILD_BUILD_ID=${buildId}\0`;
  let ended = 0;
  let entries: string[] = [];
  try {
    entries = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  } catch {
    return 0;
  }
  for (const name of entries) {
    const pid = Number(name);
    if (pid === process.pid) continue;
    try {
      if (!`${readFileSync(`/proc/${name}/environ`, "latin1")}\0`.includes(mark)) continue;
      process.kill(pid, "SIGKILL");
      ended += 1;
    } catch {
      // Gone meanwhile, or not ours to see.
    }
  }
  return ended;
}
