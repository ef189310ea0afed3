import type { Guard } from "./guard";
import { type Rule, rewrite } from "./rewrite";
import { joinedOf, onceFor, type Words } from "./words";

const NEGATORS = new Set(
  `not no never without none neither nor nothing nobody nowhere except excluding unless
  avoid avoids avoided avoiding prevent prevents prevented preventing lack lacks lacking stop stops stopping
  fail fails failed failing miss missed missing skip skipped skipping
  rather instead substitute substitutes replacement alternative alternatives
  unsubscribe unsubscribing
  nicht kein keine keinen keinem ohne nie niemals sin nunca pas sans jamais senza sem não`.split(
    /\s+/,
  ),
);
/** Sayings in which a negation denies nothing, and one that denies without a word for it. */
export const SAYINGS: readonly Rule[] = [
  [
    /\b(?:whether|if) or not\b|\bnot only\b|\bor not$|\bno (?:matter|longer than)\b/g,
    "",
    ["or not", "not only", "no "],
  ],
  [/\bopt(?:ing)? out\b/g, "not", [" out"]],
  [
    /\b(?:stop|stops|stopping) (?!\w+ing\b|(?:that|this|it)\b)(?!.{1,40} from \w+ing\b)/g,
    "",
    ["stop"],
  ],
  [
    /\b(?:keep|keeps|keeping|stop|stops|stopping|prevent|prevents|preventing) (.{1,40}) from (\w+ing)\b/g,
    "$1 not $2",
    [" from "],
  ],
];

/** Two negations cancel out: what counts is whether their number is odd. */
export const isNegated = onceFor((words: Words): boolean => {
  const joined = rewrite(joinedOf(words), SAYINGS);
  return joined.split(" ").filter((word) => NEGATORS.has(word)).length % 2 === 1;
});

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
