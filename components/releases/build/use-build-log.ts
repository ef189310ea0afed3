"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { ProblemError, readResult } from "@/components/data/read-result";
import { useLive } from "@/components/shell/live/use-live";
import type { Snapshot } from "@/lib/live/model";
import type { Problem } from "@/lib/platform/result";
import { appendLog, type LogState, NO_LOG } from "@/lib/releases/append-log";
import { readUrls, topics } from "@/lib/releases/keys";
import type { BuildLogState, LogPage } from "@/lib/releases/model";

/** The count ran ahead of the lines (its cache fills in batches): ask again. */
const AGAIN_MS = 1000;
/** After lines could not be read. */
const RETRY_MS = 5000;

export interface BuildLog extends LogState {
  /** Lines that exist; undefined until the first answer. */
  total: number | undefined;
  stale: boolean;
  loading: boolean;
  problem?: Problem;
  retry: () => void;
}

/** A build's log: the live topic says how many lines there are, GETs bring those that are missing. */
export function useBuildLog(id: string, initial: Snapshot<BuildLogState> | undefined): BuildLog {
  const live = useLive<BuildLogState>(topics.buildLog(id), initial);
  const known = live.snapshot?.data;
  const [log, setLog] = useState<LogState>(NO_LOG);
  const wanted =
    known !== undefined && (known.lines >= log.next || (known.complete && !log.complete));
  const page = useQuery({
    queryKey: ["releases", "build-log", id, log.next],
    enabled: wanted,
    queryFn: ({ signal }) => readResult<LogPage>(readUrls.buildLog(id, log.next), signal),
    refetchInterval: (query) => (query.state.error ? RETRY_MS : AGAIN_MS),
    gcTime: 0,
    retry: false,
  });
  const data = page.data;
  useEffect(() => {
    if (data) setLog((before) => appendLog(before, data));
  }, [data]);
  const problem =
    page.error instanceof ProblemError && wanted
      ? page.error.problem
      : live.state === "error"
        ? unread(live.problem)
        : undefined;
  return {
    ...log,
    total: known?.lines,
    stale: live.state === "stale",
    loading: live.state === "loading" || (wanted && log.lines.length === 0 && !problem),
    ...(problem ? { problem } : {}),
    retry: () => {
      if (wanted) void page.refetch();
      live.retry();
    },
  };
}

const unread = (problem: { message: string; ref?: string } | undefined): Problem => ({
  code: "upstream",
  message: problem?.message ?? "The log could not be read.",
  retryable: true,
  ref: problem?.ref ?? "",
});
