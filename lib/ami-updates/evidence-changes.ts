import type { ProposalView } from "./views";

/** What a person looked at, as far as a change of it is worth naming. */
export interface SeenEvidence {
  hash: string;
  risk?: number;
  verdict?: string;
  head?: string;
  failed: string[];
}

/** Undefined where there is nothing to decide on. */
export function evidenceOf({
  evidenceHash,
  analysis,
  pull,
}: ProposalView): SeenEvidence | undefined {
  if (evidenceHash === undefined) return undefined;
  return {
    hash: evidenceHash,
    failed: (pull?.checks ?? []).flatMap(({ name, state }) => (state === "failed" ? [name] : [])),
    ...(analysis && { risk: analysis.risk, verdict: analysis.verdict }),
    ...(pull && { head: pull.head }),
  };
}

/** What of the evidence is not as it was seen, a sentence each; empty when it is. */
export function evidenceChanges(seen: SeenEvidence, now: SeenEvidence): string[] {
  if (seen.hash === now.hash) return [];
  const failed = now.failed.filter((name) => !seen.failed.includes(name));
  const told = [
    ...(seen.risk === now.risk ? [] : [`The risk went from ${seen.risk} to ${now.risk}.`]),
    ...(seen.verdict === now.verdict ? [] : [`The verdict is now ${now.verdict}.`]),
    ...(seen.head === now.head ? [] : ["The branch has another commit."]),
    ...failed.map((name) => `The check ${name} failed.`),
  ];
  return told.length > 0 ? told : ["It was analysed again, with the same risk and verdict."];
}
