"use client";

import { useUrlState } from "@/components/data/use-url-state";

export type StageViewShape = "graph" | "list";

/** Graph or list of the stages, in the URL: `?stages=list`. */
export function useStageView(): [StageViewShape, (shape: StageViewShape) => void] {
  const url = useUrlState();
  const shape = url.get("stages") === "list" ? "list" : "graph";
  return [shape, (next) => url.set({ stages: next === "graph" ? null : next })];
}
