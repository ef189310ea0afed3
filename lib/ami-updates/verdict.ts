import type { Factor, SecurityFinding, Verdict } from "./model";

/** What the model wants to raise, already checked against the notes. */
export interface ModelSay {
  risk?: number;
  verdict?: Verdict;
}

export interface Judgement {
  /** By floors and criteria alone. */
  floor: number;
  risk: number;
  verdict: Verdict;
  /** One sentence; no pull request is opened. */
  autoRejected?: string;
}

/** What is no number says nothing: 1. */
const clamp = (risk: number): number =>
  Number.isNaN(risk) ? 1 : Math.min(10, Math.max(1, Math.round(risk)));

/** The highest risk of these factors; 1 when there are none. */
export const highest = (factors: Factor[]): number =>
  factors.reduce((most, { risk }) => Math.max(most, clamp(risk)), 1);

/**
 * Floors, criteria and the model as one verdict. The model may raise the risk and refuse; it never
 * lowers the one or lifts the other. `rejectAtOrAbove` is the environment's: 11 is never.
 */
export function judge(facts: {
  /** All of them, the model's included. */
  factors: Factor[];
  security: SecurityFinding[];
  model: ModelSay | undefined;
  environment: { name: string; rejectAtOrAbove: number };
  rejectOnUnfixedCritical: boolean;
}): Judgement {
  const { factors, model, environment } = facts;
  const ours = factors.filter(({ source }) => source !== "model");
  const floor = highest(ours);
  const raised = clamp(model?.risk ?? 1);
  const risk = Math.max(floor, highest(factors), raised);
  const autoRejected = refusal(facts, ours, risk, environment);
  const rejects =
    autoRejected !== undefined ||
    factors.some(({ reject }) => reject) ||
    model?.verdict === "REJECT";
  return {
    floor,
    risk,
    verdict: rejects ? "REJECT" : "APPROVE",
    ...(autoRejected === undefined ? {} : { autoRejected }),
  };
}

/** Why the rules forbid a pull request. What the model alone refuses is still proposed, as a REJECT. */
function refusal(
  facts: { security: SecurityFinding[]; rejectOnUnfixedCritical: boolean },
  ours: Factor[],
  risk: number,
  environment: { name: string; rejectAtOrAbove: number },
): string | undefined {
  const refusing = ours.find(({ reject }) => reject);
  if (refusing) return refusing.text;
  const critical = facts.security.find(
    ({ status, severity }) => status === "unfixed" && severity === "critical",
  );
  if (facts.rejectOnUnfixedCritical && critical)
    return `${critical.id} is critical and not fixed in this release.`;
  if (risk >= environment.rejectAtOrAbove)
    return `Its risk of ${risk} is at or above the ${environment.rejectAtOrAbove} from which ${environment.name} refuses updates.`;
  return undefined;
}
