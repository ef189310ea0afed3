import { conceptStems, embedText } from "./embed.ts";
import { tokens } from "./embedding/tokens.ts";

/** The two words that a prompt wants to hear one of, each with how it is told. */
const VERDICTS = [
  {
    wanted: /\b(reply|answer|respond|say)\b[^.?!\n]{0,40}\byes\b\W+(or|\/)\W*\bno\b/i,
    same: "yes",
    different: "no",
  },
  {
    wanted:
      /\b(?:[Rr]eply|[Aa]nswer|[Rr]espond|[Ss]ay)\b[^.?!\n]{0,40}\bSAME\b[^.?!\n]{0,80}\bDIFFERENT\b/,
    same: "SAME",
    different: "DIFFERENT",
  },
];
const SAME = 0.85;
const NEGATIONS = new Set(["not", "no", "never", "without", "except", "unless", "none"]);
const OPPOSITES = [
  ["enable", "disable"],
  ["increase", "decrease"],
  ["buy", "sell"],
  ["import", "export"],
  ["inbound", "outbound"],
  ["start", "stop"],
  ["add", "remove"],
  ["attach", "detach"],
  ["upload", "download"],
  ["allow", "deny"],
  ["encrypt", "decrypt"],
  ["upgrade", "downgrade"],
  ["before", "after"],
  ["minimum", "maximum"],
];

/**
 * Whether two questions want the same answer, when that is what a prompt asks: "reply yes or no", or SAME and
 * DIFFERENT, and two questions in JSON, in quotes, in tags, or on lines of their own with a label. Undefined for
 * any other prompt.
 */
export function judge(system: string, prompt: string): string | undefined {
  const words = VERDICTS.find(({ wanted }) => wanted.test(`${system}\n${prompt}`));
  const pair = words && (questionsInJson(prompt) ?? questionsIn(prompt));
  return pair && (sameQuestion(...pair) ? words.same : words.different);
}

/** A prompt that is nothing but an object of two texts. */
function questionsInJson(prompt: string): [string, string] | undefined {
  try {
    const [first, second, ...more] = Object.values(JSON.parse(prompt) as object);
    const texts = typeof first === "string" && typeof second === "string" && more.length === 0;
    return texts ? [first, second] : undefined;
  } catch {
    return undefined;
  }
}

/** The two questions of a judge's prompt: the last two that stand in tags, on labelled lines, or in quotes. */
function questionsIn(prompt: string): [string, string] | undefined {
  const forms = [
    /<([\w-]+)>\s*([\s\S]+?)\s*<\/\1>/g,
    /^[ \t]*(question|prompt|first|second|[AB12])[^:\n]{0,20}:[ \t]*(\S.*)$/gim,
    /(["“])([^"”]+)["”]/g,
  ];
  for (const form of forms) {
    const found = [...prompt.matchAll(form)].map((match) => match[2] as string);
    const [first, second] = found.slice(-2);
    if (first && second) return [first, second];
  }
  return undefined;
}

function sameQuestion(first: string, second: string): boolean {
  const [a, b] = [tokens(first), tokens(second)];
  const numbers = (words: string[]) =>
    words
      .filter((word) => /\d/.test(word))
      .sort()
      .join(" ");
  const negated = (words: string[]) => words.filter((word) => NEGATIONS.has(word)).length % 2;
  if (numbers(a) !== numbers(b) || negated(a) !== negated(b)) return false;
  const [stemsA, stemsB] = [new Set(a), new Set(b)];
  const opposed = OPPOSITES.some(
    ([one = "", other = ""]) =>
      (stemsA.has(one) && stemsB.has(other) && !stemsB.has(one)) ||
      (stemsA.has(other) && stemsB.has(one) && !stemsA.has(one)),
  );
  if (opposed || turnedAround(first, second)) return false;
  const [vectorA, vectorB] = [embedText(first), embedText(second)];
  return vectorA.reduce((sum, value, index) => sum + value * (vectorB[index] as number), 0) >= SAME;
}

/** The same words in another order, such as "from A to B" and "from B to A". */
function turnedAround(first: string, second: string): boolean {
  const [a, b] = [conceptStems(first), conceptStems(second)];
  return [...a].sort().join(" ") === [...b].sort().join(" ") && a.join(" ") !== b.join(" ");
}
