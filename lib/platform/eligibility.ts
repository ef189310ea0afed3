/** May somebody do something, and why not: the tooltip of a disabled button and the server's refusal are this sentence. */
export type Eligibility = { allowed: true } | { allowed: false; why: string };

export const ALLOWED: Eligibility = { allowed: true };
export const no = (why: string): Eligibility => ({ allowed: false, why });

/** The sentence for a disabled button; undefined when it may be pressed. The first refusal wins. */
export function whyNot(...verdicts: (Eligibility | undefined)[]): string | undefined {
  for (const verdict of verdicts) if (verdict && !verdict.allowed) return verdict.why;
  return undefined;
}
