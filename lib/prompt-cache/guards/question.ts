import type { Guard } from "./guard";
import { joinedOf, onceFor, type Words } from "./words";

const AUXILIARY =
  "(?:is|are|was|were|do|does|did|will|would|should|can|could|may|might|must|has|have|had)";
const TIMES = "(?:seconds|minutes|hours|days|weeks|months|years)";
/** After `where do I`, these ask for the way to do it, as `how do I` does. */
const HOW_VERBS =
  "change|update|download|report|set|edit|cancel|enable|disable|turn|view|manage|delete|remove|reset|upload|configure|check|add|submit|register|export|import|contact|apply";

/** What kind of answer a question wants; `open` is everything that explains. */
const KINDS: readonly (readonly [kind: string, pattern: string])[] = [
  [
    "a duration",
    `how long|how many ${TIMES}(?! of)|how much time|duration of|shelf life|life ?span|life expectancy|(?:flight|delivery|shipping|travel|cooking|waiting|run|running|execution|processing|response|transit|preparation|baking) time`,
  ],
  ["a number", "how many|number of|count of|population of"],
  [
    "an amount",
    "how much|amount of|price (?:of|for)|fees? (?:of|for)|(?:salary|income|wage) of|costs? of|what (?:does|do|did|would) .*\\bcosts?|what is the (?:\\w+ )?costs?",
  ],
  ["a frequency", "how often|how frequently|how regularly"],
  ["an age", "how old|age"],
  ["a distance", "how far|distance"],
  [
    "a size",
    "how (?:tall|high|deep|wide|big|large|heavy)|(?:height|depth|width|weight|size|length) of",
  ],
  ["a speed", "how (?:fast|quickly)|speed of"],
  [
    "a time",
    `when(?= ${AUXILIARY}\\b)|(?:what|which|best|right) (?:time|year|date|day|month)(?! zone)|in (?:which|what) (?:cases|situations|year)|since when|deadline|due date|expiry date|(?:opening|visiting|business|office) hours`,
  ],
  [
    "a person",
    "^who(?:m|se)?|(?<=\\b(?:and|but|by|for|from|to|with) )who(?:m|se)?(?= (?:is|are|was|were|did|do|does|has|can|should|will)\\b)|what is the name of the person|which (?:person|people)",
  ],
  [
    "a place",
    `where(?! (?:do|can|could|should) (?:i|we|you|one) (?:${HOW_VERBS})\\b)|(?:what|which) (?:place|city|country|region)|locat(?:ion|ed)`,
  ],
  [
    "a purpose",
    "why (?:would|should|do|does) (?:you|we|i|one|people|anyone) (?:use|have|need|want)|(?:purpose|point|role) of|what (?:is|are|was|were) .* for$",
  ],
  [
    "a reason",
    "why|what (?:\\w+ly )?(?:causes?|caused|makes|made|leads to|led to|is the (?:reason|cause))|(?:for (?:what|which) )?reasons?|causes of|how come",
  ],
];
/** All kinds in one search, a group for each: the first place counts, and there the first kind. */
const ANY = new RegExp(KINDS.map(([, pattern]) => `(\\b(?:${pattern})\\b)`).join("|"));

const ASKED_BEFORE =
  /\bwhat (?:happens|occurs|to do)\b|\bhow (?:do|does|can|could|to)\b|\b(?:steps|ways?|tips) (?:to|for|of)\b|^\w+ing\b/;

/** Asked in either way, the answer is one: `how many bags`, `how much luggage`. */
const ALIKE: readonly ReadonlySet<string>[] = [
  new Set(["a number", "an amount"]),
  new Set(["an amount", "a size"]),
  new Set(["a duration", "a size"]),
  new Set(["open", "a size"]),
  new Set(["open", "a purpose"]),
  new Set(["a reason", "a purpose"]),
];

/** The first kind that the prompt asks for. A word inside a subordinate clause (`know when to …`) counts too. */
export const kindOf = onceFor((words: Words): string => {
  const text = joinedOf(words);
  const found = ANY.exec(text);
  if (!found) return "open";
  // `what happens when …` asks what happens, `how can I see how much …` for the way to see it.
  if (ASKED_BEFORE.test(text.slice(0, found.index))) return "open";
  const [kind = "open"] = KINDS.find((_kind, n) => found[n + 1] !== undefined) ?? [];
  // A conversion may be told either way: `convert 5 miles to km`, `how many km are 5 miles`.
  return kind === "a number" && /\d/.test(text) ? "open" : kind;
});

const isFinding = ({ all }: Words): boolean => all.includes("find");

export const question: Guard = {
  name: "question",
  differs: (asked, stored) => {
    const one = kindOf(asked);
    const other = kindOf(stored);
    // `where can I find` is `how do I find`.
    const finds = [one, other].includes("open") && [asked, stored].every(isFinding);
    if (finds && [one, other].includes("a place")) return undefined;
    if (one === other || ALIKE.some((kinds) => kinds.has(one) && kinds.has(other)))
      return undefined;
    const named = (kind: string) => (kind === "open" ? "an explanation" : kind);
    return `The new prompt asks for ${named(one)}, the stored one for ${named(other)}.`;
  },
};
