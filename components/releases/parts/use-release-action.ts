"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
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
  const mutation = useMutation({
    mutationFn: async (input: I): Promise<Result<{ message: string }>> => {
      try {
        return await options.action(input);
      } catch {
        return { ok: false, problem: UNREACHABLE };
      }
    },
    onSuccess: (result) => {
      if (result.ok) {
        notify.success(result.data.message);
        options.onSettled(true);
      } else if (TREATMENT[result.problem.code] === "toast") {
        notify.problem(result.problem);
        options.onSettled(false);
      }
    },
    onSettled: async () => {
      busy.current = false;
      await Promise.all(
        options.topics.map((topic) => client.invalidateQueries({ queryKey: ["live", topic] })),
      );
    },
  });
  const result = mutation.data;
  const shown = result && !result.ok && TREATMENT[result.problem.code] === "dialog";
  return {
    run: (input) => {
      if (busy.current) return;
      busy.current = true;
      mutation.mutate(input);
    },
    pending: mutation.isPending,
    ...(shown ? { problem: result.problem } : {}),
    reset: mutation.reset,
  };
}
