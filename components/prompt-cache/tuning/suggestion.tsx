"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { ActionButton } from "@/components/data/action-button";
import { Choice } from "@/components/prompt-cache/parts/choice";
import { Section } from "@/components/prompt-cache/parts/section";
import { whyNot } from "@/components/prompt-cache/parts/why-not";
import { useShell } from "@/components/shell/shell-state";
import { Button } from "@/components/ui/button";
import { plural } from "@/lib/platform/format";
import { formatShare } from "@/lib/prompt-cache/hit-rate";
import { LABELS_NEEDED } from "@/lib/prompt-cache/threshold-curve";
import type { TuningView } from "@/lib/prompt-cache/tuning";
import { labelledIn } from "@/lib/prompt-cache/what-if";

const ApplyThreshold = dynamic(
  () => import("./apply-threshold").then((module) => module.ApplyThreshold),
  { ssr: false },
);

const PRECISIONS = ["0.9", "0.95", "0.98", "0.99", "1"].map((value) => ({
  value,
  label: `${Number(value) * 100}% right`,
}));

/** The lowest threshold that reaches a precision, or why none can be named; and the way to put one in force. */
export function Suggestion({
  view,
  whatIf,
  precision,
  onPrecision,
  onTry,
}: {
  view: TuningView;
  whatIf: number;
  precision: number;
  onPrecision: (precision: string | null) => void;
  onTry: (threshold: number) => void;
}) {
  const { role } = useShell().person;
  const [open, setOpen] = useState(false);
  const { suggested, threshold } = view;
  const why =
    whyNot(role, "prompt.manage") ??
    (whatIf === threshold ? `${threshold.toFixed(2)} is in force already.` : undefined);
  return (
    <Section
      boxed
      title="Suggested threshold"
      aside={
        <Choice
          label="Precision to reach"
          className="w-32"
          value={`${precision}`}
          options={PRECISIONS}
          onChange={onPrecision}
        />
      }
    >
      <p>{suggestionSentence(view, precision)}</p>
      <div className="flex flex-wrap gap-2">
        {suggested && suggested.threshold !== whatIf ? (
          <Button onClick={() => onTry(suggested.threshold)}>
            Try {suggested.threshold.toFixed(2)}
          </Button>
        ) : null}
        <ActionButton variant="primary" disabledWhy={why} onPress={() => setOpen(true)}>
          Apply {whatIf.toFixed(2)}…
        </ActionButton>
      </div>
      {open ? (
        <ApplyThreshold view={view} threshold={whatIf} onClose={() => setOpen(false)} />
      ) : null}
    </Section>
  );
}

function suggestionSentence({ suggested, curve }: TuningView, precision: number): string {
  const share = formatShare(precision);
  if (suggested)
    return `From ${suggested.threshold.toFixed(2)} on, ${formatShare(suggested.precision)} of ${plural(suggested.labelled, "labelled pair")} are right: the lowest threshold that reaches ${share}.`;
  const labelled = labelledIn(curve);
  return labelled < LABELS_NEEDED
    ? `None yet: it needs at least ${LABELS_NEEDED} labelled pairs that no guard refuses, and there ${labelled === 1 ? "is 1" : `are ${labelled}`}.`
    : `None: no threshold with at least ${LABELS_NEEDED} labelled pairs above it reaches ${share}.`;
}
