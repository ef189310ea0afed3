"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTimeDisplay } from "@/components/data/clock";
import { ProblemError, readResult } from "@/components/data/read-result";
import { liveKey, problemKey } from "@/components/shell/live/keys";
import { useHub, useLiveStatus } from "@/components/shell/live/live-provider";
import { newerSnapshot } from "@/components/shell/live/reduce-live";
import { isStale, staleAt } from "@/components/shell/live/staleness";
import type { Snapshot, Topic } from "@/lib/live/model";

export interface LiveResult<T> {
  snapshot?: Snapshot<T>;
  /** `loading`: nothing yet. `live`. `stale`: older than two intervals. `error`: never read. */
  state: "loading" | "live" | "stale" | "error";
  /** The stream is heard: what is stale is so because it could not be read. */
  connected: boolean;
  /** Why the last read failed; with a snapshot, `snapshot` is what was true before. */
  problem?: { code: string; message: string; ref?: string; retryable?: boolean };
  /** Reads once, now, beside the stream. */
  retry: () => void;
}

/** Whether a snapshot is stale now; renders again at the moment it becomes so. */
function useStale(snapshot: Snapshot | undefined): boolean {
  const { renderedAt } = useTimeDisplay();
  const { offset } = useLiveStatus();
  const [stale, setStale] = useState(() => !!snapshot && isStale(snapshot, renderedAt));
  useEffect(() => {
    if (!snapshot) return setStale(false);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const judge = () => {
      clearTimeout(timer);
      const now = Date.now() + offset;
      const left = staleAt(snapshot) - now;
      setStale(left < 0);
      if (left >= 0) timer = setTimeout(judge, Math.min(left + 1, 2 ** 30));
    };
    judge();
    document.addEventListener("visibilitychange", judge);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", judge);
    };
  }, [snapshot, offset]);
  return stale;
}

/**
 * The live data of a topic; `initial` is what the server prefetched. The stream writes into the
 * query `["live", topic]`, so `queryClient.getQueryData` reads the same.
 */
export function useLive<T>(topic: Topic, initial?: Snapshot<T>): LiveResult<T> {
  const hub = useHub();
  const client = useQueryClient();
  const { data, error, refetch } = useQuery<Snapshot<T>>({
    queryKey: liveKey(topic),
    queryFn: async ({ signal }) => {
      const url = `/api/live/snapshot?topic=${encodeURIComponent(topic)}`;
      const read = await readResult<Snapshot<T>>(url, signal);
      return newerSnapshot(client.getQueryData<Snapshot<T>>(liveKey(topic)), read);
    },
    ...(initial ? { initialData: initial } : {}),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnReconnect: false,
  });
  const { data: told } = useQuery<Snapshot["problem"] | null>({
    queryKey: problemKey(topic),
    queryFn: () => null,
    enabled: false,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a page fetched anew does not subscribe anew
  useEffect(() => hub?.subscribe(topic, initial), [hub, topic]);
  useEffect(() => {
    // The page was fetched anew while the cache still held what an earlier visit left.
    if (initial) {
      client.setQueryData<Snapshot<T>>(liveKey(topic), (known) => newerSnapshot(known, initial));
    }
  }, [client, topic, initial]);
  const stale = useStale(data);
  const connected = useLiveStatus().state === "live";
  const retry = () => {
    hub?.wake();
    void refetch();
  };
  if (data) {
    const problem = data.problem;
    const state = stale ? "stale" : "live";
    return { snapshot: data, state, connected, ...(problem && { problem }), retry };
  }
  if (told) return { state: "error", connected, problem: told, retry };
  if (!error) return { state: "loading", connected, retry };
  return {
    state: "error",
    connected,
    problem:
      error instanceof ProblemError
        ? error.problem
        : { code: "internal", message: "The console could not be reached." },
    retry,
  };
}
