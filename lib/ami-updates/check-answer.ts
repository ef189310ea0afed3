import { checkCitation, type KnownIds, unknownIn } from "./citations";
import type { Citation, Factor, SecurityFinding, Verdict } from "./model";
import type { ModelAnswer } from "./model-answer";

/** What of a model's answer the notes bear out. */
export interface CheckedAnswer {
  factors: Factor[];
  security: SecurityFinding[];
  /** Undefined when it was dropped. */
  summary?: string;
  review: string[];
  /** Its score as far as it counts. */
  risk: number;
  verdict: Verdict;
  dropped: number;
}

const FACTORS = 12;
/** "No changes" as a statement about all of it; "no changes to the kubelet" is another thing. */
const NOTHING_CHANGED =
  /\b(no|zero|without( any)?) (package |actual |real )?changes?\s*([.,;!]|$|in this|at all|were|are|have)|\bnothing (has |have )?(really |actually )?changed?\b/i;

/**
 * Keeps what is in the notes: a factor needs a line that says so, and no claim may name a CVE, a
 * release or a version that the input does not have. When a dropped factor carried the score, the
 * score falls back to what the kept ones say; refusing always counts.
 */
export function checkAnswer(
  answer: ModelAnswer,
  input: {
    linesOf: ReadonlyMap<string, string[]>;
    known: KnownIds;
    packagesChanged: boolean;
  },
): CheckedAnswer {
  let dropped = 0;
  const drop = (): undefined => {
    dropped += 1;
    return undefined;
  };
  const lines = (claimed: Citation[]): Citation[] =>
    claimed.flatMap((each) => checkCitation(each, input.linesOf) ?? drop() ?? []);
  const holds = (text: string): boolean =>
    text !== "" &&
    unknownIn(text, input.known) === undefined &&
    !(input.packagesChanged && NOTHING_CHANGED.test(text));

  let carried = 1;
  const factors: Factor[] = [];
  for (const { text, risk, citations } of answer.factors) {
    const found = lines(citations).slice(0, 5);
    if (found.length === 0 || !holds(text) || factors.length >= FACTORS) {
      drop();
      carried = Math.max(carried, risk);
      continue;
    }
    const id = `model-${factors.length + 1}`;
    factors.push({ id, source: "model", risk, reject: false, text, citations: found });
  }
  const security = answer.security.flatMap(({ id, status, citations }): SecurityFinding[] => {
    const found = lines(citations).filter(({ quote }) =>
      quote.toUpperCase().includes(id.toUpperCase()),
    );
    if (found.length === 0 || !input.known.ids.has(id.toUpperCase())) return drop() ?? [];
    return [{ id: id.toUpperCase(), status, severity: "unknown", citations: found.slice(0, 5) }];
  });
  const kept = factors.reduce((most, { risk }) => Math.max(most, risk), 1);
  return {
    factors,
    security,
    summary: holds(answer.summary) ? answer.summary : drop(),
    review: answer.review.filter((text) => text !== "").filter((text) => holds(text) || drop()),
    risk: carried >= answer.risk && carried > 1 ? Math.min(answer.risk, kept) : answer.risk,
    verdict: answer.verdict,
    dropped,
  };
}
