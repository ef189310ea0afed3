import type { SandboxPackage } from "../setup/sandbox-packages.ts";

/** What a part of the tests counted. A check that is one command counts as one. */
export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

export interface PartContext {
  /** The run's own folder: every state directory is below it, and it is removed at the end. */
  folder: string;
  /** Runs a command with our standard output and gives its exit code; it ends with us. */
  run(command: string, args: string[], env?: Record<string, string>): Promise<number>;
  /** What the person put behind `--`, for the part's own tool. */
  extra: string[];
}

export interface Part {
  title: string;
  /** Debian programs without which it cannot run, by the command that proves them present. */
  needs: readonly Need[];
  run(context: PartContext): Promise<Counts>;
}

export type Need = "redis-server" | "git" | "chromium" | "aws" | SandboxPackage;

export const NOTHING: Counts = { passed: 0, failed: 0, skipped: 0 };

export const sum = (all: Counts[]): Counts =>
  all.reduce(
    (a, b) => ({
      passed: a.passed + b.passed,
      failed: a.failed + b.failed,
      skipped: a.skipped + b.skipped,
    }),
    NOTHING,
  );

/** A check that either holds or does not. */
export const asCheck = (exitCode: number): Counts =>
  exitCode === 0 ? { ...NOTHING, passed: 1 } : { ...NOTHING, failed: 1 };
