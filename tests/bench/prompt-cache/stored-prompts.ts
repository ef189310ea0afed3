import { createHash } from "node:crypto";

/** Prompts that are stored in the benchmarks, by number; words that no guard knows. */
const STARTS = ["b", "d", "f", "g", "k", "l", "m", "p", "r", "t", "v", "z"];
const SYLLABLES = STARTS.flatMap((start) => ["a", "e", "i", "o", "u"].map((end) => start + end));

/** Four syllables; other numbers give other words. */
function word(n: number): string {
  let left = n;
  let text = "";
  for (let at = 0; at < 4; at++) {
    text += SYLLABLES[left % SYLLABLES.length];
    left = Math.floor(left / SYLLABLES.length);
  }
  return text;
}

const wordsOf = (n: number): string[] =>
  [1, 7_919, 104_729, 1_299_709, 2_750_159].map((step) => word((n * step + step) % 12_960_000));

export const promptOf = (n: number): string => `How do teams handle ${wordsOf(n).join(" ")}?`;

const MANNERS = ["usually", "commonly", "mostly", "normally", "generally", "typically", "best"];

/** The same asked in another order, and each time in other words; so many ways there are. */
export const PARAPHRASES = MANNERS.length;
export const paraphraseOf = (n: number, time: number): string =>
  `How do teams ${MANNERS[time % PARAPHRASES]} handle the ${wordsOf(n).reverse().join(" ")}?`;

/** About 1,200 characters, which begin with the prompt's number. */
export const answerOf = (n: number): string =>
  `Answer ${n}: ${`Teams handle ${wordsOf(n).join(" and ")} in their own ways. `.repeat(15)}`;

/** The number in an answer, or in its first characters. */
export const numberIn = (answer: string): number => Number(/^Answer (\d+):/.exec(answer)?.[1]);

/** As a Converse response. */
export const responseOf = (n: number): Buffer =>
  Buffer.from(
    JSON.stringify({
      metrics: { latencyMs: 412 },
      output: { message: { content: [{ text: answerOf(n) }], role: "assistant" } },
      stopReason: "end_turn",
      usage: { inputTokens: 14, outputTokens: 300, totalTokens: 314 },
    }),
  );

/** The article's key of a prompt. */
export const articleHash = (prompt: string): string =>
  createHash("sha256").update(prompt.toLowerCase().split(/\s+/).join(" ").trim()).digest("hex");
