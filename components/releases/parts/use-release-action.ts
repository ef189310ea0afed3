"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { notify } from "@/components/ui/toast";
import type { Problem, ProblemCode, Result } from "@/lib/platform/result";

type Treatment = "dialog" | "toast";

/**
 * One treatment per code. In the dialog: what the person can mend or try again there. As a toast:
 * what ended the matter; the dialog closes and the screen reads the truth anew.
 */
const TREATMENT: Record<ProblemCode, Treatment> = {
  unauthenticated: "dialog",
  forbidden: "dialog",
  invalid: "dialog",
  stale: "dialog",
  throttled: "dialog",
  upstream: "dialog",
  internal: "dialog",
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

export interface ReleaseAction<I> {
  run: (input: I) => void;
  pending: boolean;
  /** What to show beside the button; cleared by the next run or by `reset`. */
  problem?: Problem;
  reset: () => void;
}

/** Calls a server action once at a time, folds its `Result`, and has the topics read anew after it settled. */
export function useReleaseAction<I>(options: {
  action: (input: I) => Promise<Result<{ message: string }>>;
  /** Live topics that the action changes. */
  topics: string[];
  /** Applied, or ended by `conflict`/`not_found`: close what asked. */
  onSettled: (applied: boolean) => void;
}): ReleaseAction<I> {
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
      .catch((): Result<{ message: string }> => ({ ok: false, problem: UNREACHABLE }));
    if (result.ok) {
      notify.success(result.data.message);
      options.onSettled(true);
    } else if (TREATMENT[result.problem.code] === "toast") {
      notify.problem(result.problem);
      options.onSettled(false);
    } else {
      setProblem(result.problem);
    }
    await Promise.all(
      options.topics.map((topic) => client.invalidateQueries({ queryKey: ["live", topic] })),
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
