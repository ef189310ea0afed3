"use client";

import { TextLink } from "@/components/data/text-link";
import { LabelPair } from "@/components/prompt-cache/parts/label-pair";
import { ScoreBar } from "@/components/prompt-cache/parts/score-bar";
import { Section } from "@/components/prompt-cache/parts/section";
import { plainText } from "@/lib/platform/plain-text";
import { routes } from "@/lib/platform/routes";
import { VERDICT_TEXT } from "@/lib/prompt-cache/key-part-text";
import { formatScore } from "@/lib/prompt-cache/score-text";
import type { Candidate, RequestTrace } from "@/lib/prompt-cache/trace";

/** Stored prompts that were near, against the threshold, and what became of each. */
export function CandidateList({ trace }: { trace: RequestTrace }) {
  const { candidates, threshold, namespace } = trace;
  if (candidates.length === 0) return null;
  return (
    <Section
      title="Nearest stored prompts"
      aside={<span className="text-muted">threshold {threshold.toFixed(2)}</span>}
    >
      <ol className="grid">
        {candidates.map((candidate) => (
          <li
            key={candidate.entryId}
            className="grid gap-1.5 border-t py-2 first:border-t-0 first:pt-0"
          >
            <TextLink href={`${routes.promptEntry(candidate.entryId)}?namespace=${namespace}`}>
              <bdi>{plainText(candidate.prompt)}</bdi>
            </TextLink>
            <div className="grid grid-cols-[minmax(0,1fr)_3rem] items-center gap-3">
              <ScoreBar score={candidate.score} threshold={threshold} />
              <span className="text-end">{formatScore(candidate.score)}</span>
            </div>
            <Verdict candidate={candidate} />
            {candidate.pairId ? (
              <LabelPair namespace={namespace} pairId={candidate.pairId} />
            ) : null}
          </li>
        ))}
      </ol>
    </Section>
  );
}

function Verdict({ candidate: { verdict, guard, why } }: { candidate: Candidate }) {
  return (
    <p className="text-meta text-muted">
      <span className="font-medium text-ink">{VERDICT_TEXT[verdict]}</span>
      {guard ? ` (${guard})` : ""}
      {why ? `: ${why}` : ""}
    </p>
  );
}
