import "server-only";
import { countTokens as count } from "gpt-tokenizer/encoding/o200k_base";

/** Beyond this the rest is counted in proportion: an estimate need not hold up the process. */
const COUNTED = 20_000;

/** A tokenizer takes quadratic time over what it finds no border in: a row of letters, of blanks, of signs. */
const BORDERLESS = /\S{300,}|\s{300,}/g;
const PIECE = 250;

/** Special marks in a prompt are text like any other here. */
const AS_TEXT = { disallowedSpecial: new Set<string>() };

/** Reads the table, which takes most of a second, when that holds nobody up. */
export const loadTokenizer = (): void => void countTokens("Loaded.");

/**
 * Estimates tokens by a public tokenizer (o200k). Bedrock's models have their own, which count some
 * per cent more or fewer: what a model counted itself is always preferred.
 */
export function countTokens(text: string): number {
  if (text.length <= COUNTED) return countWhole(text);
  return Math.round((countWhole(text.slice(0, COUNTED)) * text.length) / COUNTED);
}

/** Long rows are cut, each from its own beginning, which adds a token at most at each cut. */
function countWhole(text: string): number {
  let counted = 0;
  let from = 0;
  for (const { 0: row, index } of text.matchAll(BORDERLESS)) {
    counted += count(text.slice(from, index), AS_TEXT);
    for (let at = 0; at < row.length; at += PIECE)
      counted += count(row.slice(at, at + PIECE), AS_TEXT);
    from = index + row.length;
  }
  return counted + count(text.slice(from), AS_TEXT);
}
