import type { Guard } from "./guard";
import { onceFor, type Words } from "./words";

/** What kind of answer a question wants; `open` is everything that explains. */
const KINDS: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ["a number", /\bhow many\b|\bnumber of\b|\bcount of\b/],
  ["an amount", /\bhow much\b|\bprice of\b|\bcosts? of\b|\bwhat (?:does|do|is) .*\bcosts?\b/],
  ["a duration", /\bhow long\b|\bhow much time\b|\bduration of\b/],
  ["a frequency", /\bhow often\b|\bhow frequently\b|\bhow regularly\b/],
  ["an age", /\bhow old\b/],
  ["a distance", /\bhow far\b/],
  [
    "a time",
    /\bwhen\b|\bwhat (?:time|year|date|day|month)\b|\bwhich (?:year|day|month)\b|\bin what year\b/,
  ],
  ["a person", /\bwho(?:m|se)?\b|\bwhat is the name of the person\b|\bwhich (?:person|people)\b/],
  ["a place", /\bwhere\b|\b(?:what|which) (?:place|city|country|region)\b|\blocat(?:ion|ed)\b/],
  [
    "a reason",
    /\bwhy (?!(?:would|should|do|does) (?:you|we|i|one|people|anyone) use)|\bwhat (?:causes?|is the (?:reason|cause))\b|\breasons? (?:for|why|that)\b|\bhow come\b/,
  ],
];

/** The first kind that the prompt asks for. A word inside a subordinate clause (`know when to …`) counts too. */
export const kindOf = onceFor(({ all }: Words): string => {
  const text = all.join(" ");
  const found = KINDS.map(([kind, pattern]) => ({ kind, at: text.search(pattern) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at)[0];
  // `what happens when …` asks what happens.
  if (
    found?.kind === "a time" &&
    /\bwhat (?:happens|occurs|to do)\b|\bhow (?:do|does|can|to)\b/.test(text.slice(0, found.at))
  )
    return "open";
  // A conversion may be told either way: `convert 5 miles to km`, `how many km are 5 miles`.
  if (found?.kind === "a number" && /\d/.test(text)) return "open";
  return found?.kind ?? "open";
});

export const question: Guard = {
  name: "question",
  differs: (asked, stored) => {
    const one = kindOf(asked);
    const other = kindOf(stored);
    if (one === other) return undefined;
    const named = (kind: string) => (kind === "open" ? "an explanation" : kind);
    return `The new prompt asks for ${named(one)}, the stored one for ${named(other)}.`;
  },
};
