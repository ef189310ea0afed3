import "server-only";
import type { Workspace } from "@/server/agents/contracts";
import { KeptBySession } from "@/server/agents/kept-by-session";
import { held } from "@/server/platform/held";
import { type Kernel, startKernel } from "./start-kernel";

/** They outlive a run, so that the next message finds its names. Each holds some 100 MB. */
const kernels = () =>
  held("agents.kernels", () => new KeptBySession<Kernel>({ most: 8, idleMs: 15 * 60_000 }));

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
  const kernel = await kernels().of(sessionId, () => startKernel(workspace, env));
  return { kernel, fresh: kernel.cells() === 0 };
}
