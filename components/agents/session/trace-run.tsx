"use client";

import { Bot, Brain, CircleDot, RotateCw, Wrench } from "lucide-react";
import { useSessionContext } from "@/components/agents/session/session-context";
import { Timestamp } from "@/components/data/timestamp";
import { cn } from "@/components/ui/cn";
import { costWords } from "@/lib/agents/cost-words";
import type { MarkedRow, MarkedRun } from "@/lib/agents/mark-pauses";
import type { SpanKind, TraceRow } from "@/lib/agents/prepare-trace";
import { formatCount, formatLatency, plural } from "@/lib/platform/format";
import { plainText } from "@/lib/platform/plain-text";
import { formatDuration } from "@/lib/platform/time";

export const spanKey = ({ span }: TraceRow): string => `${span.traceId}/${span.spanId}`;

const ICONS: Record<SpanKind, typeof Bot> = {
  agent: Bot,
  turn: RotateCw,
  model: Brain,
  tool: Wrench,
  other: CircleDot,
};
const BAR: Record<SpanKind, string> = {
  agent: "bg-[var(--chart-4)]",
  turn: "bg-[var(--chart-4)]",
  model: "bg-[var(--chart-1)]",
  tool: "bg-[var(--chart-3)]",
  other: "bg-[var(--chart-4)]",
};
const KIND_LABEL: Record<SpanKind, string> = {
  agent: "Agent",
  turn: "Turn",
  model: "Model",
  tool: "Tool",
  other: "Step",
};

/** One run as waterfall and tree in one: indented by what belongs to what, with its bar on the axis. */
export function TraceRunView({
  run,
  number,
  selected,
  onSelect,
}: {
  run: MarkedRun;
  number: number;
  selected: string | undefined;
  onSelect: (row: TraceRow) => void;
}) {
  const { home } = useSessionContext().view.session;
  return (
    <section aria-label={`Run ${number}`} className="min-w-0 rounded-md border">
      <header className="flex flex-wrap items-baseline gap-x-3 gap-y-1 border-b px-3 py-2">
        <h2>Run {number}</h2>
        <Timestamp at={new Date(run.startedAt).toISOString()} className="text-meta text-muted" />
        <p className="ml-auto text-meta text-muted tabular-nums">
          {(run.durationMs < 60_000 ? formatLatency : formatDuration)(run.durationMs)} ·{" "}
          {formatCount(run.tokens.input)} tokens in, {formatCount(run.tokens.output)} out ·{" "}
          {costWords(run.cost, home) ?? "cost not known"}
          {run.errors > 0 ? (
            <span className="text-failed"> · {plural(run.errors, "error")}</span>
          ) : null}
        </p>
      </header>
      {run.breaks.length > 0 ? (
        <p className="border-b px-3 py-1 text-meta text-muted">
          The axis leaves out {plural(run.breaks.length, "pause")} (
          {run.breaks.map(({ ms }) => formatDuration(ms)).join(", ")}), drawn as a dashed line.
        </p>
      ) : null}
      <ol>
        {run.rows.map((row) => (
          <SpanLine
            key={spanKey(row)}
            row={row}
            breaks={run.breaks}
            selected={selected === spanKey(row)}
            onSelect={onSelect}
          />
        ))}
      </ol>
    </section>
  );
}

function SpanLine({
  row,
  breaks,
  selected,
  onSelect,
}: {
  row: MarkedRow;
  breaks: MarkedRun["breaks"];
  selected: boolean;
  onSelect: (row: TraceRow) => void;
}) {
  const Icon = ICONS[row.kind];
  return (
    <li>
      <button
        type="button"
        data-list-row=""
        aria-current={selected || undefined}
        onClick={() => onSelect(row)}
        className={cn(
          "grid min-h-7 w-full grid-cols-[minmax(0,14rem)_minmax(0,1fr)_4.5rem] items-center gap-2 px-3 text-start outline-offset-[-2px] hover:bg-hover max-sm:grid-cols-[minmax(0,1fr)_3rem_3.5rem] max-[22.5rem]:grid-cols-[minmax(0,1fr)_2rem_3.25rem] pointer-coarse:min-h-11",
          selected && "bg-selected",
        )}
      >
        <span
          className="flex min-w-0 items-center gap-1.5"
          style={{ paddingLeft: `${Math.min(row.depth, 8) * 12}px` }}
        >
          <Icon
            aria-hidden="true"
            className={cn("size-3.5 shrink-0", row.error ? "text-failed" : "text-muted")}
          />
          <span className="sr-only">
            {KIND_LABEL[row.kind]}, level {row.depth + 1}:{" "}
          </span>
          <span className={cn("truncate", row.error && "text-failed")} title={plainText(row.label)}>
            {plainText(row.label)}
          </span>
          {row.error ? <span className="sr-only"> failed</span> : null}
          {row.paused ? (
            <span className="shrink-0 text-meta text-waiting">asked a person</span>
          ) : null}
        </span>
        <span aria-hidden="true" className="relative h-3.5 rounded-xs bg-raised">
          {breaks.map(({ at }) => (
            <span
              key={at}
              className="absolute inset-y-0 border-l border-dashed border-line-strong"
              style={{ left: `${at * 100}%` }}
            />
          ))}
          <span
            className={cn(
              "absolute inset-y-0.5 min-w-0.5 rounded-xs forced-color-adjust-none",
              row.error ? "bg-failed" : row.paused ? "bg-waiting" : BAR[row.kind],
            )}
            style={{ left: `${Math.min(99.5, row.left * 100)}%`, width: `${row.width * 100}%` }}
          />
        </span>
        <span className="text-end text-meta tabular-nums">{formatLatency(row.durationMs)}</span>
      </button>
    </li>
  );
}
