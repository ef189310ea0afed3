"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { notify } from "@/components/ui/toast";
import type { Problem, Result } from "@/lib/platform/result";

const UNREACHABLE: Problem = {
  code: "internal",
  message:
    "The console did not answer; it is not known whether this took effect. Look before you try again.",
  retryable: false,
  ref: "",
};

export interface CacheAction<I> {
  run: (input: I) => void;
  pending: boolean;
  /** What to show beside the button; cleared by the next run or by `reset`. */
  problem?: Problem;
  reset: () => void;
}

/**
 * Calls a server action of the prompt cache once at a time and reads anew what it may have changed.
 * Problems stand beside the button that asked; `onDone` closes what asked.
 */
export function useCacheAction<I, T>(options: {
  action: (input: I) => Promise<Result<T>>;
  /** What the toast says; none without it, for actions whose answer is shown in place. */
  said?: (data: T) => string;
  /** Second parts of the query keys that it changes: `entries`, `requests`, … */
  reads?: readonly string[];
  onDone?: (data: T, input: I) => void;
}): CacheAction<I> {
  const client = useQueryClient();
  // A second press in the same frame comes before React has drawn the pending state.
  const busy = useRef(false);
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const run = async (input: I) => {
    if (busy.current) return;
    busy.current = true;
    setPending(true);
    setProblem(undefined);
    const result = await options
      .action(input)
      .catch((): Result<T> => ({ ok: false, problem: UNREACHABLE }));
    if (result.ok) {
      if (options.said) notify.success(options.said(result.data));
      options.onDone?.(result.data, input);
    } else setProblem(result.problem);
    await Promise.all(
      (options.reads ?? []).map((part) =>
        client.invalidateQueries({ queryKey: ["prompt-cache", part] }),
      ),
    );
    busy.current = false;
    setPending(false);
  };
  return {
    run: (input) => void run(input),
    pending,
    ...(problem ? { problem } : {}),
    reset: () => setProblem(undefined),
  };
}
