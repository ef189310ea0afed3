import type { Eligibility } from "./model";

/** The sentence for a disabled button; undefined when it may be pressed. The first refusal wins. */
export function whyNot(...verdicts: (Eligibility | undefined)[]): string | undefined {
  for (const verdict of verdicts) if (verdict && !verdict.allowed) return verdict.why;
  return undefined;
}
