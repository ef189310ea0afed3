"use client";

import { debounce, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useMemo } from "react";
import type { Sort } from "@/components/data/table";
import { PIPELINE_STATES, type PipelineState } from "@/lib/releases/pipeline-state";

const SORT_KEYS = ["name", "state", "changed"] as const;

/** Filter and sort of the list, in the URL: `?q=…&state=failed&sort=changed&dir=desc`. */
export function usePipelineFilters() {
  const [filters, setFilters] = useQueryStates(
    {
      q: parseAsString.withDefault(""),
      state: parseAsStringLiteral(PIPELINE_STATES),
      sort: parseAsStringLiteral(SORT_KEYS),
      dir: parseAsStringLiteral(["asc", "desc"] as const).withDefault("asc"),
    },
    { history: "replace", shallow: true },
  );
  const sort = useMemo<Sort | null>(
    () => (filters.sort ? { key: filters.sort, direction: filters.dir } : null),
    [filters.sort, filters.dir],
  );
  return {
    text: filters.q,
    state: filters.state,
    sort,
    setText: (q: string) =>
      setFilters({ q: q || null }, { limitUrlUpdates: q === "" ? undefined : debounce(200) }),
    setState: (state: PipelineState | null) => setFilters({ state }),
    setSort: (next: Sort | null) =>
      setFilters({
        sort: next ? (next.key as (typeof SORT_KEYS)[number]) : null,
        dir: next?.direction ?? null,
      }),
    clear: () => setFilters({ q: null, state: null }),
  };
}
