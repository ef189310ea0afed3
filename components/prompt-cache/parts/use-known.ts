"use client";

import { useRead } from "@/components/data/use-read";
import type { OverviewView } from "@/lib/prompt-cache/overview";
import { promptReadUrls } from "@/lib/prompt-cache/read-urls";

const NONE: readonly string[] = [];

/** Names to filter by: every namespace, and the models that answered in the past week. */
export function useKnown(): { namespaces: readonly string[]; models: readonly string[] } {
  const { data } = useRead<OverviewView>(
    ["prompt-cache", "known"],
    promptReadUrls.overview({ range: "7d" }),
    { staleMs: 300_000 },
  );
  return { namespaces: data?.namespaces ?? NONE, models: data?.models ?? NONE };
}
