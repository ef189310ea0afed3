/**
 * The lab counts tokens as `o200k_base` does. The tables take most of a second to load, so they are loaded
 * when first needed.
 */
type Tokenizer = typeof import("gpt-tokenizer/encoding/o200k_base");

let loading: Promise<Tokenizer> | undefined;

/** Loads the tables, once. */
export function loadTokenizer(): Promise<Tokenizer> {
  loading ??= import("gpt-tokenizer/encoding/o200k_base");
  return loading;
}

/** Text that looks like a control token is text all the same. */
const AS_TEXT = { disallowedSpecial: new Set<string>() };

/** How many tokens a text has. */
export async function countTokens(text: string): Promise<number> {
  return text === "" ? 0 : (await loadTokenizer()).countTokens(text, AS_TEXT);
}

/** The first tokens of a text as text, and how many they are. */
export async function firstTokens(
  text: string,
  most: number,
): Promise<{ text: string; tokens: number; cut: boolean }> {
  const { encode, decode } = await loadTokenizer();
  const all = encode(text, AS_TEXT);
  if (all.length <= most) return { text, tokens: all.length, cut: false };
  // A character of many bytes that was cut in two decodes to the replacement character.
  const head = decode(all.slice(0, most)).replace(/\ufffd+$/, "");
  return { text: head, tokens: most, cut: true };
}
