"use client";

import { type QueryKey, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { notify } from "@/components/ui/toast";
import type { Problem, ProblemCode, Result } from "@/lib/platform/result";

type Treatment = "in-place" | "toast";

/**
 * One treatment per code. In place: what the person can mend or try again there. As a toast: what
 * ended the matter; what asked closes, and the screen reads the truth anew.
 */
const TREATMENT: Record<ProblemCode, Treatment> = {
  unauthenticated: "in-place",
  forbidden: "in-place",
  invalid: "in-place",
  stale: "in-place",
  throttled: "in-place",
  upstream: "in-place",
  internal: "in-place",
  conflict: "toast",
  not_found: "toast",
};

const UNREACHABLE: Problem = {
  code: "internal",
  message:
    "The console did not answer; it is not known whether this took effect. Look before you try again.",
  retryable: false,
  ref: "",
};

export interface ServerAction<I> {
  run: (input: I) => void;
  pending: boolean;
  /** What to show beside the button; cleared by the next run or by `reset`. */
  problem?: Problem;
  reset: () => void;
}

/** Calls a server action once at a time, folds its `Result`, and reads anew what it may have changed. */
export function useServerAction<I, T>(options: {
  action: (input: I) => Promise<Result<T>>;
  /** What the toast says when it took effect; none without it, for answers that are shown in place. */
  said?: (told: T) => string;
  /** Query keys of what it may change; also read anew when it failed. */
  reads: readonly QueryKey[];
  /**
   * Took effect, or ended by `conflict` or `not_found`, of which a toast tells: close what asked.
   * `told` is the action's answer, absent where it ended.
   */
  onSettled?: (told: T | undefined, input: I) => void;
}): ServerAction<I> {
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
      options.onSettled?.(result.data, input);
    } else if (TREATMENT[result.problem.code] === "toast") {
      notify.problem(result.problem);
      options.onSettled?.(undefined, input);
    } else {
      setProblem(result.problem);
    }
    await Promise.all(options.reads.map((queryKey) => client.invalidateQueries({ queryKey })));
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
