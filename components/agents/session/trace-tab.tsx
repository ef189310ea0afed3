"use client";

import { useEffect, useMemo, useRef, useState } from "react";
import { useSessionContext } from "@/components/agents/session/session-context";
import { SpanDetail } from "@/components/agents/session/span-detail";
import { spanKey, TraceRunView } from "@/components/agents/session/trace-run";
import { useReadAfter } from "@/components/agents/session/use-read-after";
import { AsyncView } from "@/components/data/async-view";
import { EmptyState } from "@/components/data/empty-state";
import { useListKeys } from "@/components/data/use-list-keys";
import { useRead } from "@/components/data/use-read";
import { cn } from "@/components/ui/cn";
import { Skeleton } from "@/components/ui/skeleton";
import { agentKeys } from "@/lib/agents/keys";
import { markPauses } from "@/lib/agents/mark-pauses";
import { prepareTrace } from "@/lib/agents/prepare-trace";
import { sessionReadUrls } from "@/lib/agents/read-urls";
import type { TraceView } from "@/lib/agents/views";

/** So long after the last event the trace is read again. */
const LOOK_MS = 600;

/**
 * How a run went, span by span: a bar where and as long as it took, in a list that is its tree. The
 * span of a call and the call in the conversation lead to each other.
 */
export function TraceTab({
  sessionId,
  version,
  toolUseId,
  onCall,
}: {
  sessionId: string;
  version: number;
  /** The call that the conversation led here by. */
  toolUseId: string | undefined;
  onCall: (toolUseId: string) => void;
}) {
  const list = useRef<HTMLDivElement>(null);
  const detail = useRef<HTMLDivElement>(null);
  useListKeys(list);
  const read = useRead<TraceView>(agentKeys.trace(sessionId), sessionReadUrls.trace(sessionId));
  useReadAfter(version, read.retry, LOOK_MS);
  const { approvals } = useSessionContext();
  const runs = useMemo(() => {
    const waiting = [...approvals.values()].filter(({ state }) => state === "pending");
    return markPauses(
      prepareTrace(read.data?.spans ?? []),
      new Set(waiting.map((each) => each.toolUseId)),
    );
  }, [read.data, approvals]);
  const rows = runs.flatMap((run) => run.rows);
  const [chosen, setChosen] = useState<string>();
  const led = toolUseId && rows.find((row) => row.toolUseId === toolUseId);
  const selected = rows.find((row) => spanKey(row) === chosen) ?? (led || undefined);
  const ledKey = led ? spanKey(led) : undefined;
  useEffect(() => {
    if (ledKey)
      list.current
        ?.querySelector<HTMLElement>("[aria-current=true]")
        ?.scrollIntoView({ block: "center" });
  }, [ledKey]);
  // On a phone the span stands below the list, out of sight.
  useEffect(() => {
    const box = detail.current;
    if (chosen && box && box.getBoundingClientRect().top > window.innerHeight * 0.75)
      box.scrollIntoView({ block: "start" });
  }, [chosen]);
  return (
    <div className="relative grid min-h-0 flex-1 gap-4 overflow-y-auto py-2 max-lg:content-start lg:grid-cols-[minmax(0,1fr)_20rem] lg:overflow-hidden">
      <div ref={list} className="relative min-w-0 lg:min-h-0 lg:overflow-y-auto">
        <AsyncView
          state={read.state}
          problem={read.problem}
          onRetry={read.retry}
          skeleton={<Skeleton className="h-96" />}
          isEmpty={read.data !== undefined && rows.length === 0}
          empty={
            <EmptyState title="Nothing was traced yet">
              {read.data?.running
                ? "Spans come as their calls end."
                : "Spans appear when the agent has been at work; those of AgentCore are kept there."}
            </EmptyState>
          }
        >
          <div className="grid gap-4">
            {runs.map((run, at) => (
              <TraceRunView
                key={run.runId}
                run={run}
                number={at + 1}
                selected={selected ? spanKey(selected) : undefined}
                onSelect={(row) => setChosen(spanKey(row))}
              />
            ))}
          </div>
        </AsyncView>
      </div>
      <div
        ref={detail}
        className={cn("relative lg:min-h-0 lg:overflow-y-auto", !selected && "max-lg:hidden")}
      >
        {selected ? (
          <SpanDetail row={selected} onCall={onCall} />
        ) : rows.length > 0 ? (
          <p className="text-muted">
            Choose a span to see what it carried. j and k lead through them.
          </p>
        ) : null}
      </div>
    </div>
  );
}
