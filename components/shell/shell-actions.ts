import type { Result } from "@/lib/platform/result";

type Action<I> = (input: I) => Promise<Result<{ message: string }>>;

/** Features' own actions that the command menu runs, handed in by the layout: the shell knows no feature. */
export interface ShellActions {
  startPipeline: Action<{ pipeline: string }>;
  lookForImages: Action<Record<never, never>>;
}
