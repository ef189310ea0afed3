"use client";

import { Check, X } from "lucide-react";
import { useState } from "react";
import { ActionButton } from "@/components/data/action-button";
import { ProblemNote } from "@/components/data/problem-note";
import { useServerAction } from "@/components/data/use-server-action";
import { cacheReads } from "@/components/prompt-cache/parts/cache-reads";
import { useShell } from "@/components/shell/shell-state";
import type { ScoredPair } from "@/lib/prompt-cache/tuning";
import { labelPairAction } from "@/server/prompt-cache/actions";
import { whyNot } from "./why-not";

type Label = NonNullable<ScoredPair["label"]>;
const READS = cacheReads("tuning", "entries", "entry");

const WORDS = {
  right: { Icon: Check, text: "Right", tip: "The stored answer would have been right." },
  wrong: {
    Icon: X,
    text: "Wrong",
    tip: "The stored answer would have been wrong: it is evicted, and never served for this question again.",
  },
} as const;

/** A person's word on a pair of prompts: would the stored answer have been right? The last word counts. */
export function LabelPair({
  namespace,
  pairId,
  label: given,
}: {
  namespace: string;
  pairId: string;
  label?: Label | undefined;
}) {
  const { role } = useShell().person;
  const [said, setSaid] = useState<Label>();
  const [asked, setAsked] = useState<Label>();
  const label = said ?? given;
  const why = whyNot(role, "prompt.use");
  const action = useServerAction({
    action: labelPairAction,
    said: ({ message }) => message,
    reads: READS,
    onSettled: (told, input) => told && setSaid(input.label),
  });
  const press = (word: Label) => {
    setAsked(word);
    action.run({ namespace, pairId, label: word });
  };
  return (
    <div className="grid gap-1.5">
      <fieldset className="flex flex-wrap items-center gap-1.5">
        <legend className="sr-only">Would the stored answer have been right?</legend>
        <span aria-hidden="true" className="text-meta text-muted">
          {label ? "Labelled" : "Would its answer be right?"}
        </span>
        {(["right", "wrong"] as const).map((word) => {
          const { Icon, text, tip } = WORDS[word];
          return (
            <span key={word} data-label={word} className="contents">
              <ActionButton
                size="sm"
                pending={action.pending && asked === word}
                disabledWhy={why ?? (action.pending ? "The label is being kept." : undefined)}
                onPress={() => press(word)}
                className={label === word ? "border-ink bg-selected" : ""}
              >
                <Icon aria-hidden="true" className="size-3.5" />
                {text}
                {label === word ? <span className="sr-only">, as labelled</span> : null}
                <span className="sr-only">. {tip}</span>
              </ActionButton>
            </span>
          );
        })}
      </fieldset>
      {action.problem ? <ProblemNote problem={action.problem} /> : null}
    </div>
  );
}
