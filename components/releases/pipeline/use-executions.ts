"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { ProblemError, readResult } from "@/components/data/read-result";
import type { Problem } from "@/lib/platform/result";
import { readUrls } from "@/lib/releases/keys";
import { mergeExecutions } from "@/lib/releases/merge-executions";
import type { ExecutionPage, ExecutionRow } from "@/lib/releases/model";

/** The live first page, and older pages once somebody asked for them; the live rows win over paged ones. */
export function useExecutions(
  pipeline: string,
  live: ExecutionRow[],
): {
  rows: ExecutionRow[];
  more: () => void;
  hasMore: boolean;
  loading: boolean;
  problem?: Problem;
} {
  const [asked, setAsked] = useState(false);
  const query = useInfiniteQuery({
    queryKey: ["releases", "executions", pipeline],
    enabled: asked,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      readResult<ExecutionPage>(readUrls.executions(pipeline, pageParam), signal),
    getNextPageParam: (page) => page.next,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const pages = query.data?.pages;
  const rows = useMemo(
    () => mergeExecutions(live, pages?.flatMap((page) => page.executions) ?? []),
    [live, pages],
  );
  return {
    rows,
    more: () => {
      if (!asked) setAsked(true);
      else if (query.data) void query.fetchNextPage();
      else void query.refetch();
    },
    hasMore: asked ? query.hasNextPage || query.isPending || query.isError : live.length >= PAGE,
    loading: asked && query.isFetching,
    ...(query.error instanceof ProblemError ? { problem: query.error.problem } : {}),
  };
}

/** Fewer rows than this cannot have more behind them. */
const PAGE = 20;
