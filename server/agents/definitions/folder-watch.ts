import "server-only";
import type { AgentFiles } from "@/lib/agents/config";
import { parseAgent } from "@/lib/agents/parse-agent";
import { AppError, isAppError } from "@/server/platform/errors";
import { log } from "@/server/platform/log";
import { hashFiles } from "./hash-files";
import { listFolder, readFiles, stampOf } from "./read-folder";
import { readProject } from "./read-project";
import { retiredAgents } from "./retirements";
import { takeInFolder } from "./take-in-folder";
import { sentenceOf } from "./understand";

/** Nobody edits a folder more often than it is looked at. */
const LOOK_MS = 1_000;

export interface FolderWatch {
  /** Looks whether a folder changed, and takes in what did. Never throws for what a folder holds. @throws AppError upstream */
  look(): Promise<void>;
  /** What keeps folders from being in force, as of the last look. */
  problems(): { name: string; why: string }[];
  /** Whether the project has a folder of that agent, as of the last look. */
  has(name: string): boolean;
}

interface Seen {
  stamp: string;
  /** Absent when it cannot be used. */
  content?: { files: AgentFiles; hash: string };
  why?: string;
  /** This process has offered this content already. */
  taken?: boolean;
}

/** Watches the project at `dir`; nothing without one. */
export function folderWatch(
  dir: string | undefined,
  variables: Record<string, string>,
  lookMs = LOOK_MS,
): FolderWatch {
  const seen = new Map<string, Seen>();
  let problems: { name: string; why: string }[] = [];
  let names = new Set<string>();
  let lookedAt = Number.NEGATIVE_INFINITY;
  let looking: Promise<void> | undefined;

  async function lookAll(root: string): Promise<void> {
    const found: { name: string; why: string }[] = [];
    const agents = await readProject(root).catch((error) => {
      found.push({ name: "agentcore.json", why: whyOf(error) });
      return [];
    });
    names = new Set(agents.map(({ name }) => name));
    const retired = new Set((await retiredAgents()).map(({ agent }) => agent));
    for (const { name, folder } of agents) {
      // It is looked at again when the agent is back: nothing that its folder says is lost.
      if (retired.has(name)) continue;
      const now = await lookAt(name, folder);
      const why = now.why ?? (now.content && (await takeIn(name, now, now.content)));
      if (why) found.push({ name, why });
    }
    for (const { name, why } of found)
      if (!problems.some((old) => old.name === name && old.why === why))
        log().warn({ agent: name, why }, "an agent's folder is not in force");
    problems = found;
  }

  /** Reads the folder when its stamp is another. */
  async function lookAt(name: string, folder: string): Promise<Seen> {
    try {
      const list = await listFolder(folder);
      const stamp = stampOf(list);
      const before = seen.get(name);
      if (before?.stamp === stamp) return before;
      const now = await readAgent(name, folder, list, stamp);
      seen.set(name, now);
      return now;
    } catch (error) {
      // What could not be read is read again at the next look.
      seen.delete(name);
      return { stamp: "", why: whyOf(error) };
    }
  }

  async function readAgent(
    name: string,
    folder: string,
    list: Awaited<ReturnType<typeof listFolder>>,
    stamp: string,
  ): Promise<Seen> {
    const files = await readFiles(folder, list);
    const read = parseAgent(files, { variables, name });
    return read.agent
      ? { stamp, content: { files, hash: hashFiles(files) } }
      : { stamp, why: sentenceOf(read.problems) };
  }

  /** Offers new content once: while two releases of the console run side by side, each with its own folders, they must not undo each other. */
  async function takeIn(name: string, now: Seen, content: NonNullable<Seen["content"]>) {
    const { settled, why } = await takeInFolder(name, content, { offered: now.taken === true });
    now.taken ||= settled;
    return why;
  }

  return {
    async look() {
      if (!dir) return;
      if (performance.now() - lookedAt < lookMs) return;
      looking ??= lookAll(dir).finally(() => {
        looking = undefined;
        lookedAt = performance.now();
      });
      await looking;
    },
    problems: () => problems,
    has: (name) => names.has(name),
  };
}

function whyOf(error: unknown): string {
  if (isAppError(error)) {
    if (error.code === "upstream") throw error;
    return error.message;
  }
  throw new AppError("upstream", "A folder of an agent cannot be read.", { cause: error });
}
