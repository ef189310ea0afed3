"use client";

import { useMemo, useState } from "react";
import { ProblemError, readResult } from "@/components/data/read-result";
import type { Problem } from "@/lib/platform/result";
import { readUrls } from "@/lib/releases/keys";
import { mergeExecutions } from "@/lib/releases/merge-executions";
import type { ExecutionPage, ExecutionRow } from "@/lib/releases/model";

interface Older {
  rows: ExecutionRow[];
  next?: string | undefined;
  /** The first page was asked for: `next` is known. */
  begun: boolean;
  loading: boolean;
  problem?: Problem | undefined;
}

/** Fewer live rows than this cannot have more behind them. */
const PAGE = 20;
const NONE: Older = { rows: [], begun: false, loading: false };

/** The live first page, and older pages once somebody asked for them; the live rows win over paged ones. */
export function useExecutions(pipeline: string, live: ExecutionRow[]) {
  const [older, setOlder] = useState<Older>(NONE);
  const rows = useMemo(() => mergeExecutions(live, older.rows), [live, older.rows]);
  const more = async () => {
    if (older.loading) return;
    setOlder({ ...older, loading: true, problem: undefined });
    try {
      const { signal } = new AbortController();
      const page = await readResult<ExecutionPage>(
        readUrls.executions(pipeline, older.next),
        signal,
      );
      setOlder({
        rows: [...older.rows, ...page.executions],
        next: page.next,
        begun: true,
        loading: false,
      });
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      setOlder({ ...older, loading: false, problem: error.problem });
    }
  };
  return {
    rows,
    more: () => void more(),
    hasMore: older.begun ? older.next !== undefined : live.length >= PAGE,
    loading: older.loading,
    problem: older.problem,
  };
}
