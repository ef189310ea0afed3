import type { SecurityFinding, Urgency } from "./model";

/**
 * How much waiting costs, apart from how risky the change is. A fixed critical or high vulnerability
 * is `urgent` or `soon`; a fix of unknown gravity is `soon` too, since nobody said that it can wait.
 * Leaving an abandoned image is `soon`. Anything that changes at all is `routine`.
 */
export function urgencyOf(facts: {
  security: SecurityFinding[];
  /** The image that runs now was abandoned. */
  fromAbandoned: boolean;
  changes: number;
  /** What changes could not be compared: then it cannot be said that nothing does. */
  unknown?: boolean;
}): Urgency {
  const fixed = facts.security.filter(({ status }) => status === "fixed");
  if (fixed.some(({ severity }) => severity === "critical")) return "urgent";
  if (fixed.some(({ severity }) => severity === "high" || severity === "unknown")) return "soon";
  if (facts.fromAbandoned) return "soon";
  return fixed.length > 0 || facts.changes > 0 || facts.unknown ? "routine" : "none";
}
