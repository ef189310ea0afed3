"use client";

import { ChartLine, Table2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Section } from "@/components/prompt-cache/parts/section";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { formatCount, plural } from "@/lib/platform/format";
import type { TuningView } from "@/lib/prompt-cache/tuning";
import { labelledIn, WHAT_IF, whatIfSentence } from "@/lib/prompt-cache/what-if";
import { CurveTable } from "./curve-table";
import { PLOT } from "./plot";

/** The drawing library is half of a page's code: it comes after the sentence can be read. */
const ThresholdCanvas = dynamic(() => import("./threshold-canvas"), { ssr: false });

/** Hits and precision over the threshold, with the one in force and the one that is tried. */
export function ThresholdPanel({
  view,
  whatIf,
  pending,
  onTry,
}: {
  view: TuningView;
  /** The one that is tried; the one in force before any is. */
  whatIf: number;
  /** What is known of the pairs is for another threshold still. */
  pending: boolean;
  onTry: (threshold: number) => void;
}) {
  const { curve, threshold, recorded } = view;
  const [table, setTable] = useState(false);
  const labelled = labelledIn(curve);
  const Icon = table ? ChartLine : Table2;
  const tried = whatIf === threshold ? undefined : whatIf;
  const sentence =
    tried === undefined
      ? `${formatCount(recorded)} recorded scores; the threshold in force is ${threshold.toFixed(2)}.`
      : whatIfSentence(view, tried, pending ? [] : view.changes);
  return (
    <Section
      boxed
      title="What if the threshold were another"
      aside={
        recorded === 0 ? null : (
          <Button variant="ghost" size="sm" aria-pressed={table} onClick={() => setTable(!table)}>
            <Icon aria-hidden="true" className="size-3.5" />
            {table ? "View as chart" : "View as table"}
          </Button>
        )
      }
    >
      <p role="status">{sentence}</p>
      {recorded === 0 ? (
        <p className="grid h-40 place-items-center rounded-md border border-dashed p-3 text-muted">
          Scores are recorded whenever a request meets a stored prompt that is near.
        </p>
      ) : table ? (
        <CurveTable curve={curve} />
      ) : (
        <Charts view={view} labelled={labelled} whatIf={tried} />
      )}
      <WhatIf whatIf={whatIf} sentence={sentence} onTry={onTry} />
    </Section>
  );
}

function Charts({
  view: { curve, threshold },
  labelled,
  whatIf,
}: {
  view: TuningView;
  labelled: number;
  whatIf: number | undefined;
}) {
  return (
    <div className="grid gap-2">
      <h3 className="text-meta font-medium text-muted">Requests answered by similarity</h3>
      <div aria-hidden="true" className="h-44 min-w-0">
        <ThresholdCanvas curve={curve} of="hits" threshold={threshold} whatIf={whatIf} />
      </div>
      <h3 className="text-meta font-medium text-muted">
        Share of labelled pairs that are right ({plural(labelled, "label")})
      </h3>
      {labelled === 0 ? (
        <p className="text-muted">Nobody has labelled a pair yet; below is what can be labelled.</p>
      ) : (
        <div aria-hidden="true" className="h-28 min-w-0">
          <ThresholdCanvas curve={curve} of="precision" threshold={threshold} whatIf={whatIf} />
        </div>
      )}
      <ul className="flex flex-wrap gap-x-4 text-meta text-muted">
        <Mark label={`in force: ${threshold.toFixed(2)}`} stroke="var(--ink)" />
        {whatIf === undefined ? null : (
          <Mark label={`tried: ${whatIf.toFixed(2)}`} stroke="var(--accent)" dashed />
        )}
      </ul>
    </div>
  );
}

function Mark({
  label,
  stroke,
  dashed = false,
}: {
  label: string;
  stroke: string;
  dashed?: boolean;
}) {
  return (
    <li className="flex items-center gap-1.5">
      <svg aria-hidden="true" viewBox="0 0 4 14" className="h-3.5 w-1 forced-color-adjust-none">
        <line
          x1="2"
          y1="0"
          x2="2"
          y2="14"
          stroke={stroke}
          strokeWidth="2"
          strokeDasharray={dashed ? "4 3" : undefined}
        />
      </svg>
      {label}
    </li>
  );
}

/** Slider along the charts' axis, and the same as a number. */
function WhatIf({
  whatIf,
  sentence,
  onTry,
}: {
  whatIf: number;
  sentence: string;
  onTry: (threshold: number) => void;
}) {
  const round = (text: string) => Math.round(Number(text) * 100) / 100;
  return (
    <div className="grid gap-2">
      <input
        type="range"
        aria-label="Threshold to try"
        aria-valuetext={sentence}
        min={WHAT_IF.min}
        max={WHAT_IF.max}
        step={WHAT_IF.step}
        value={Math.max(WHAT_IF.min, whatIf)}
        onChange={(event) => onTry(round(event.target.value))}
        className="h-6 min-w-0 accent-(--accent) pointer-coarse:h-11"
        // The thumb is 16 px wide, and its middle is the value.
        style={{ marginLeft: PLOT.left - 8, marginRight: PLOT.right - 8 }}
      />
      <span className="flex items-center gap-2">
        <span aria-hidden="true" className="text-meta font-medium">
          Try
        </span>
        <Input
          type="number"
          aria-label="Threshold to try, as a number"
          className="w-20"
          min={0.5}
          max={1}
          step={WHAT_IF.step}
          value={whatIf}
          onChange={(event) => {
            const value = round(event.target.value);
            if (value >= 0.5 && value <= 1) onTry(value);
          }}
        />
      </span>
    </div>
  );
}
