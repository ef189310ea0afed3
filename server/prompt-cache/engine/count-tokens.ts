import "server-only";
import { countTokens as count } from "gpt-tokenizer/encoding/o200k_base";

/** Beyond this the rest is counted in proportion: an estimate need not hold up the process. */
const COUNTED = 20_000;

/** Special marks in a prompt are text like any other here. */
const AS_TEXT = { disallowedSpecial: new Set<string>() };

/** Reads the table, which takes most of a second, when that holds nobody up. */
export const loadTokenizer = (): void => void countTokens("Loaded.");

/**
 * Estimates tokens by a public tokenizer (o200k). Bedrock's models have their own, which count some
 * per cent more or fewer: what a model counted itself is always preferred.
 */
export function countTokens(text: string): number {
  if (text.length <= COUNTED) return count(text, AS_TEXT);
  const counted = count(text.slice(0, COUNTED), AS_TEXT);
  return Math.round((counted * text.length) / COUNTED);
}
