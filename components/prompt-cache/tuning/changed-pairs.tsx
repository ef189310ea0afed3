"use client";

import { useEffect, useRef } from "react";
import { singleKeysOn } from "@/components/data/single-keys";
import { useListKeys } from "@/components/data/use-list-keys";
import { LabelPair } from "@/components/prompt-cache/parts/label-pair";
import { Section } from "@/components/prompt-cache/parts/section";
import { Kbd } from "@/components/ui/kbd";
import { plural } from "@/lib/platform/format";
import { plainText } from "@/lib/platform/plain-text";
import { formatScore } from "@/lib/prompt-cache/score-text";
import type { ScoredPair, TuningView } from "@/lib/prompt-cache/tuning";

/** Pairs between the threshold in force and the one tried, nearest to the edge first, to be labelled. */
export function ChangedPairs({ view, whatIf }: { view: TuningView; whatIf: number }) {
  const { changes, threshold } = view;
  const list = useRef<HTMLOListElement>(null);
  useListKeys(list);
  useLabelKeys(list);
  if (whatIf === threshold)
    return (
      <Section boxed title="Pairs that would change">
        <p className="text-muted">
          Try another threshold: the pairs of prompts between it and {threshold.toFixed(2)} appear
          here, for you to say whether the stored answer would have been right.
        </p>
      </Section>
    );
  return (
    <Section
      boxed
      title="Pairs that would change"
      aside={
        changes.length === 0 ? null : (
          <span className="flex items-center gap-1 text-meta text-muted max-sm:hidden">
            <Kbd>j</Kbd>
            <Kbd>k</Kbd> move, <Kbd>r</Kbd> right, <Kbd>w</Kbd> wrong
          </span>
        )
      }
    >
      <p className="text-muted">
        {changes.length === 0
          ? "No pair lies between the two."
          : `${plural(changes.length, "pair")}, nearest to ${threshold.toFixed(2)} first. “Wrong” evicts the stored answer, and it is never served for that question again.`}
      </p>
      <ol ref={list} className="grid">
        {changes.map((pair) => (
          <PairLine key={pair.id} pair={pair} />
        ))}
      </ol>
    </Section>
  );
}

function PairLine({ pair }: { pair: ScoredPair }) {
  return (
    <li
      data-list-row=""
      data-pair=""
      // biome-ignore lint/a11y/noNoninteractiveTabindex: j, k, r and w act on the pair that has focus
      tabIndex={0}
      aria-label={`${formatScore(pair.score)}: ${pair.asked.slice(0, 120)}`}
      className="-mx-2 grid gap-x-4 gap-y-1.5 border-t px-2 py-2 -outline-offset-2 first:border-t-0 sm:grid-cols-[3.5rem_minmax(0,1fr)_auto]"
    >
      <span className="font-medium">{formatScore(pair.score)}</span>
      <dl className="grid gap-0.5">
        <Prompt name="Asked" text={pair.asked} />
        <Prompt name="Stored" text={pair.stored} />
      </dl>
      <LabelPair namespace={pair.namespace} pairId={pair.id} label={pair.label} />
    </li>
  );
}

const Prompt = ({ name, text }: { name: string; text: string }) => (
  <div className="grid grid-cols-[3.5rem_minmax(0,1fr)] gap-2">
    <dt className="text-muted">{name}</dt>
    {/* Never cut: what makes two prompts differ may stand at their end. */}
    <dd className="wrap-anywhere">
      <bdi>{plainText(text)}</bdi>
    </dd>
  </div>
);

/** `r` and `w` press the button of the pair that has focus. Off with the single-key shortcuts. */
function useLabelKeys(ref: React.RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const label = (event: KeyboardEvent) => {
      const word = { r: "right", w: "wrong" }[event.key];
      if (!word || !singleKeysOn(event)) return;
      const pair = document.activeElement?.closest<HTMLElement>("[data-pair]");
      if (!pair || !ref.current?.contains(pair)) return;
      pair.querySelector<HTMLElement>(`[data-label=${word}] button`)?.click();
      event.preventDefault();
    };
    document.addEventListener("keydown", label);
    return () => document.removeEventListener("keydown", label);
  }, [ref]);
}
