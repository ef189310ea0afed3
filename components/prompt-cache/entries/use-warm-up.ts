"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { readResult } from "@/components/data/read-result";
import { promptReadUrls } from "@/lib/prompt-cache/read-urls";
import type { WarmUpProgress } from "@/lib/prompt-cache/warm-up";

const LOOK_MS = 1_000;

/** The last warm-up of a namespace; looked at each second while it runs, and entries anew when it ended. */
export function useWarmUp(namespace: string): WarmUpProgress | undefined {
  const client = useQueryClient();
  const { data } = useQuery<WarmUpProgress | null>({
    queryKey: ["prompt-cache", "warm-up", namespace],
    queryFn: ({ signal }) => readResult(promptReadUrls.warmUp(namespace), signal),
    enabled: namespace !== "",
    refetchInterval: ({ state }) => (state.data?.state === "running" ? LOOK_MS : false),
  });
  const ended = data && data.state !== "running" ? data.id : undefined;
  useEffect(() => {
    if (ended) void client.invalidateQueries({ queryKey: ["prompt-cache", "entries"] });
  }, [client, ended]);
  return data ?? undefined;
}
