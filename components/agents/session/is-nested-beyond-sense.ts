/** Quotes in each other; a merge's `>>>>>>>` is seven. */
const QUOTES = /^(?:[ \t]*>){12}/m;
/** Lists in each other, on one line or by what stands before them. */
const LISTS = /^(?:(?:[ \t]*(?:[-+*]|\d{1,9}[.)])[ \t]){8}|[ \t]{160,}(?:[-+*]|\d{1,9}[.)])[ \t])/m;
/** Brackets left open in one paragraph; colours of a log leave some. */
const BRACKETS = 48;

/**
 * Whether a text nests what Markdown lets nest deeper than anybody writes. The parser takes seconds
 * for a few thousand such signs and ends its stack over more, so that a page which an agent reads
 * could freeze the screen of who watches it.
 */
export function isNestedBeyondSense(text: string): boolean {
  if (QUOTES.test(text) || LISTS.test(text)) return true;
  let [open, before] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    const sign = text.charCodeAt(at);
    if (sign === 0x5b) open += 1;
    else if (sign === 0x5d && open > 0) open -= 1;
    else if (sign === 0x0a && before === 0x0a) open = 0;
    if (open > BRACKETS) return true;
    before = sign;
  }
  return false;
}
