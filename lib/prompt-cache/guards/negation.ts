import type { Guard } from "./guard";
import { onceFor, type Words } from "./words";

const NEGATORS = new Set([
  "not",
  "no",
  "never",
  "without",
  "none",
  "neither",
  "nor",
  "nothing",
  "nobody",
  "except",
  "excluding",
  "avoid",
  "avoiding",
  "prevent",
  "preventing",
  "lack",
  "lacks",
  "lacking",
  "unless",
  "fails",
  "fail",
  "failed",
  "failing",
  "stop",
  "rather",
  "instead",
]);

/** Two negations cancel out: what counts is whether their number is odd. */
export const isNegated = onceFor(
  ({ all }: Words): boolean => all.filter((word) => NEGATORS.has(word)).length % 2 === 1,
);

export const negation: Guard = {
  name: "negation",
  differs: (asked, stored) => {
    const negated = isNegated(asked);
    if (negated === isNegated(stored)) return undefined;
    return negated
      ? "The new prompt is negated, the stored one is not."
      : "The stored prompt is negated, the new one is not.";
  },
};
