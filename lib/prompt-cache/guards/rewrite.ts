/**
 * A pattern, what stands for it, and what every match of it holds one of. Most prompts hold none
 * of it: looking for a few letters takes a twentieth of what a search with the pattern takes.
 */
export type Rule = readonly [pattern: RegExp, by: string, holds: readonly string[]];

/** Applies rules one after the other, each to what the one before has left. */
export function rewrite(text: string, rules: readonly Rule[]): string {
  let rewritten = text;
  for (const [pattern, by, holds] of rules)
    if (holdsOne(rewritten, holds)) rewritten = rewritten.replace(pattern, by);
  return rewritten;
}

/** Whether the text holds one of these; a loop, because this is asked a hundred times a prompt. */
export function holdsOne(text: string, parts: readonly string[]): boolean {
  for (const part of parts) if (text.includes(part)) return true;
  return false;
}
