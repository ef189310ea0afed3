import "server-only";
import type { Workspace } from "@/server/agents/contracts";
import { held } from "@/server/platform/held";
import { type Kernel, startKernel } from "./start-kernel";

/** A kernel without a call for so long ends; its names with it. */
const IDLE_MS = 15 * 60_000;
/** Each holds some 100 MB for as long as it lives. */
const MOST = 8;

interface Kept {
  kernel: Promise<Kernel>;
  usedAt: number;
  timer?: NodeJS.Timeout;
}

/** By session. They outlive a run, so that the next message finds its names. */
const kernels = () => held("agents.kernels", () => new Map<string, Kept>());

/**
 * The session's kernel in this process; a new one when there is none, or when it died.
 *
 * @returns `fresh`: nothing ran in it yet
 * @throws AppError when no program can be started
 */
export async function kernelOf(
  sessionId: string,
  workspace: Workspace,
  env: Record<string, string>,
): Promise<{ kernel: Kernel; fresh: boolean }> {
  const there = kernels().get(sessionId);
  const kernel = await there?.kernel.catch(() => undefined);
  if (there && kernel?.alive()) {
    touch(sessionId, there);
    return { kernel, fresh: kernel.cells() === 0 };
  }
  makeRoom();
  const kept: Kept = { kernel: startKernel(workspace, env), usedAt: Date.now() };
  kernels().set(sessionId, kept);
  touch(sessionId, kept);
  return { kernel: await kept.kernel, fresh: true };
}

function touch(sessionId: string, kept: Kept): void {
  kept.usedAt = Date.now();
  clearTimeout(kept.timer);
  kept.timer = setTimeout(() => end(sessionId, kept), IDLE_MS);
  kept.timer.unref();
}

function makeRoom(): void {
  const oldest = [...kernels()].sort(([, a], [, b]) => a.usedAt - b.usedAt);
  for (const [sessionId, kept] of oldest.slice(0, Math.max(0, oldest.length + 1 - MOST)))
    end(sessionId, kept);
}

function end(sessionId: string, kept: Kept): void {
  clearTimeout(kept.timer);
  if (kernels().get(sessionId) === kept) kernels().delete(sessionId);
  kept.kernel.then((kernel) => kernel.end()).catch(() => undefined);
}
