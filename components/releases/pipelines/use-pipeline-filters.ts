"use client";

import { useMemo } from "react";
import type { Sort } from "@/components/data/table";
import { useUrlState } from "@/components/data/use-url-state";
import { PIPELINE_STATES, type PipelineState } from "@/lib/releases/pipeline-state";

const SORT_KEYS = ["name", "state", "changed"] as const;

/** Filter and sort of the list, in the URL: `?q=…&state=failed&sort=changed&dir=desc`. */
export function usePipelineFilters() {
  const url = useUrlState();
  const key = SORT_KEYS.find((each) => each === url.get("sort"));
  const direction = url.get("dir") === "desc" ? "desc" : "asc";
  const sort = useMemo<Sort | null>(() => (key ? { key, direction } : null), [key, direction]);
  return {
    text: url.get("q") ?? "",
    state: PIPELINE_STATES.find((each) => each === url.get("state")) ?? null,
    sort,
    setText: (q: string) => url.set({ q: q || null }, { delayMs: q === "" ? 0 : 200 }),
    setState: (state: PipelineState | null) => url.set({ state }),
    setSort: (next: Sort | null) =>
      url.set({
        sort: next?.key ?? null,
        dir: next?.direction === "desc" ? "desc" : null,
      }),
    clear: () => url.set({ q: null, state: null }),
  };
}
