/** More than a model of this kind reads; the rest is left out, as Titan does past 50,000 characters. */
const LONGEST = 50_000;

const CONTRACTIONS: readonly [RegExp, string][] = [
  [/\b(can)(?:no|')t\b/g, "$1 not"],
  [/\bwon't\b/g, "will not"],
  [/n't\b/g, " not"],
  [/\b(what|who|where|when|how|why|that|it|there|here)'s\b/g, "$1 is"],
  [/'(re|ve|ll|d|m|s)\b/g, ""],
];

/** Scripts that write no spaces; their words are approximated by pairs of characters. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}]/u;

/** Words, numbers, and names like `c++`, `node.js`, `10.5` or `utf-8`, in lower case and in order. */
export function tokens(text: string): string[] {
  let plain = text.slice(0, LONGEST).normalize("NFKC").toLowerCase().replace(/[’‘]/g, "'");
  for (const [form, full] of CONTRACTIONS) plain = plain.replace(form, full);
  const found =
    plain.match(/[\p{L}\p{M}\p{N}_]+(?:[.'-](?=[\p{L}\p{N}])[\p{L}\p{M}\p{N}_]+)*[+#%]*/gu) ?? [];
  const unspaced = UNSPACED.test(plain);
  return found.flatMap((token) => (unspaced && UNSPACED.test(token) ? pairs(token) : split(token)));
}

/** Hyphens join words ("multi-factor"), except where a digit makes a name of them ("gpt-4"). */
function split(token: string): string[] {
  return token.includes("-") && !/\d/.test(token) ? token.split("-") : [token];
}

function pairs(token: string): string[] {
  const characters = [...token];
  if (characters.length === 1) return characters;
  return characters.slice(1).map((character, index) => `${characters[index]}${character}`);
}
