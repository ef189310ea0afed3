"use client";

import { useQuery } from "@tanstack/react-query";
import { useNow } from "@/components/data/clock";
import { isStale } from "@/components/shell/live/staleness";
import type { Snapshot, Topic } from "@/lib/live/model";
import type { Problem, Result } from "@/lib/platform/result";

export interface LiveResult<T> {
  snapshot?: Snapshot<T>;
  /** `loading`: nothing yet. `live`. `stale`: older than two intervals. `error`: never read. */
  state: "loading" | "live" | "stale" | "error";
  problem?: { code: string; message: string; ref?: string; retryable?: boolean };
  /** Reads once, now. */
  retry: () => void;
}

class ProblemError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

async function readSnapshot<T>(topic: Topic, signal: AbortSignal): Promise<Snapshot<T>> {
  const response = await fetch(`/api/live/snapshot?topic=${encodeURIComponent(topic)}`, { signal });
  const result = (await response.json()) as Result<Snapshot<T>>;
  if (!result.ok) throw new ProblemError(result.problem);
  return result.data;
}

/** The live data of a topic; `initial` is what the server prefetched. Query key `["live", topic]`. */
export function useLive<T>(topic: Topic, initial?: Snapshot<T>): LiveResult<T> {
  const now = useNow(1000);
  const { data, error, refetch } = useQuery<Snapshot<T>>({
    queryKey: ["live", topic],
    queryFn: ({ signal }) => readSnapshot<T>(topic, signal),
    ...(initial ? { initialData: initial } : {}),
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: 3000,
  });
  const retry = () => void refetch();
  const problem = error instanceof ProblemError ? error.problem : undefined;
  if (!data) {
    return error
      ? {
          state: "error",
          problem: problem ?? { code: "internal", message: "The console could not be reached." },
          retry,
        }
      : { state: "loading", retry };
  }
  return {
    snapshot: data,
    state: isStale(data, now) ? "stale" : "live",
    ...(data.problem ? { problem: data.problem } : {}),
    retry,
  };
}
