"use client";

import { keepPreviousData, type QueryKey, useQuery } from "@tanstack/react-query";
import { ProblemError, readResult } from "@/components/data/read-result";
import type { Problem } from "@/lib/platform/result";

export interface ReadResult<T> {
  data?: T;
  /** `error` may come with `data`: what was read before stays. */
  state: "loading" | "live" | "error";
  problem?: Problem;
  /** Data of other parameters is shown while the new ones load. */
  placeholder: boolean;
  retry: () => void;
}

/** An outage ends by itself, and so does what it left on screen. */
const RETRY_MS = 10_000;

const canRetry = (error: unknown): boolean =>
  error instanceof ProblemError && error.problem.retryable;

/** Reads a GET route handler that answers `Result<T>`; cancelled when the view goes. */
export function useRead<T>(
  key: QueryKey,
  url: string,
  options: { initial?: T; staleMs?: number; enabled?: boolean } = {},
): ReadResult<T> {
  const { data, error, isPlaceholderData, refetch } = useQuery<T>({
    queryKey: key,
    queryFn: ({ signal }) => readResult<T>(url, signal),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (canRetry(state.error) ? RETRY_MS : false),
    ...(options.initial === undefined ? {} : { initialData: options.initial }),
    ...(options.staleMs === undefined ? {} : { staleTime: options.staleMs }),
    ...(options.enabled === undefined ? {} : { enabled: options.enabled }),
  });
  return {
    ...(data === undefined ? {} : { data }),
    state: error ? "error" : data === undefined ? "loading" : "live",
    ...(error instanceof ProblemError ? { problem: error.problem } : {}),
    placeholder: isPlaceholderData,
    retry: () => void refetch(),
  };
}
