import "server-only";
import type { SandboxLimits } from "@/lib/agents/isolation";
import type { Measured } from "../files/measure-folder";
import { measureFolder } from "../files/measure-folder";
import { readTree } from "./read-tree";

const MB = 1_048_576;
const SHORTEST_MS = 40;
const LONGEST_MS = 1_000;
/** One file of the largest size fits, whatever the disk needs to keep it. */
const MARGIN = 1.05;

export interface Watched {
  /** Of the outermost `bwrap`. */
  pid: number;
  workspace: string;
  limits: SandboxLimits;
  /** What the workspace held at the start: more than it may is no reason to end who deletes. */
  held: Measured;
  /** Counts the processor's time of all of them against `limits.cpuSeconds`. */
  cpu: boolean;
  /** One sentence. */
  onBreach(problem: string): void;
}

/**
 * Looks at what all processes of one sandbox take together, which the kernel limits per process only,
 * and reports the first limit that is broken. Idle ones are looked at rarely.
 *
 * @returns stops watching
 */
export function watchSandbox(watched: Watched): () => void {
  const { limits } = watched;
  const most = limits.memoryMb * MB;
  let timer: NodeJS.Timeout;
  let over = false;
  let wait = SHORTEST_MS;
  let before = -1;
  let diskAt = 0;

  const look = async () => {
    const tree = readTree(watched.pid, most);
    if (tree.memoryBytes > most)
      return broken(`It used more than its ${limits.memoryMb} MB of memory and was ended.`);
    if (watched.cpu && tree.cpuSeconds > limits.cpuSeconds)
      return broken(
        `It used more than its ${limits.cpuSeconds} s of processor time and was ended.`,
      );
    // bubblewrap's own and the host's side are not counted against it.
    if (tree.pids.length > limits.processes + 4)
      return broken(`It started more than its ${limits.processes} processes and was ended.`);
    const idle = tree.cpuSeconds === before;
    before = tree.cpuSeconds;
    wait = idle ? Math.min(wait * 1.5, LONGEST_MS) : SHORTEST_MS;
    if (Date.now() >= diskAt) {
      const began = Date.now();
      const problem = await diskProblem(watched);
      if (problem) return broken(problem);
      // A twentieth of the time at most goes into counting files.
      diskAt = Date.now() + Math.max(100, 20 * (Date.now() - began));
    }
    next();
  };
  const broken = (problem: string) => {
    if (!over) watched.onBreach(problem);
    over = true;
  };
  const next = () => {
    if (!over) timer = setTimeout(() => look().catch(next), wait);
  };
  timer = setTimeout(() => look().catch(next), SHORTEST_MS / 2);
  return () => {
    over = true;
    clearTimeout(timer);
  };
}

async function diskProblem({ workspace, limits, held }: Watched): Promise<string | undefined> {
  const now = await measureFolder(workspace);
  if (now.full && !held.full) return "It made more files than a workspace may have and was ended.";
  if (now.bytes > limits.diskMb * MB * MARGIN && now.bytes > held.bytes)
    return `The workspace grew over its ${limits.diskMb} MB, and what wrote to it was ended.`;
  return undefined;
}
