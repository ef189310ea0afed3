/**
 * `namespaces` bubblewrap: own user, process, network and mount namespaces on this kernel ·
 * `virtual` a shell and files that exist in memory only, no processes · `microvm` AgentCore's own.
 */
export const ISOLATION_LEVELS = ["namespaces", "virtual", "microvm"] as const;
export type IsolationLevel = (typeof ISOLATION_LEVELS)[number];

export interface Isolation {
  level: IsolationLevel;
  /** One sentence for people: what it holds, or why it is not more. */
  why: string;
}

/** What one command or the whole workspace may take. */
export interface SandboxLimits {
  memoryMb: number;
  cpuSeconds: number;
  processes: number;
  /** Of the workspace, and of a single file. */
  diskMb: number;
  timeoutMs: number;
  /** What of its output is kept; the rest is cut and said to be. */
  outputBytes: number;
}

export const DEFAULT_SANDBOX_LIMITS: SandboxLimits = {
  memoryMb: 1_024,
  cpuSeconds: 60,
  processes: 64,
  diskMb: 256,
  timeoutMs: 60_000,
  outputBytes: 256_000,
};
