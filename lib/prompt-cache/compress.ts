import { EDGE_PHRASES, FILLER_PHRASES } from "./filler-phrases";

export interface CompressOptions {
  /** Phrases of the namespace beside the built-in ones. */
  phrases: readonly string[];
  /** Built-in phrases that stay. */
  keep: readonly string[];
  /** Tokens of a text; what decides whether anything was gained. */
  count: (text: string) => number;
}

export interface Compressed {
  text: string;
  /** The phrases taken out, as they stood there. */
  removed: string[];
  /** Tokens before and after, by `count`. Equal when nothing was changed. */
  before: number;
  after: number;
}

interface Span {
  start: number;
  end: number;
}

/**
 * Code, quotes, addresses, tags and structured data: nothing in them is filler. What is never closed
 * is matched all the same, with a group `open`, and left out: were its end looked for again from
 * each later mark, a row of opening marks would hold up the process for seconds.
 */
const PROTECTED = [
  /```[\s\S]*?(?:```|$)/g,
  /~~~[\s\S]*?(?:~~~|$)/g,
  /`[^`\n]+`/g,
  /"[^"\n]*"/g,
  /“[^”]*(?:”|(?<open>$))/g,
  /„[^“”]*(?:[“”]|(?<open>$))/g,
  /«[^»]*(?:»|(?<open>$))/g,
  /(?<![\p{L}\p{N}])'[^'\n]+'(?![\p{L}\p{N}])/gu,
  /https?:\/\/\S+/g,
  /<[^<>\n]+>/g,
  /\[[^\]\n]*(?:\]|(?<open>\n|$))/g,
  /^(?: {4}|\t).*$/gm,
  /^>.*$/gm,
  // What follows is the text to work on, not a request: politeness in it is meant.
  /\b(?:translate|rewrite|rephrase|paraphrase|proofread|correct|summari[sz]e|classify|repeat)\b[^\n:]*(?::[\s\S]*|(?<open>\n|$))/gi,
];

/** A sentence may go on right after these; a greeting must be set off, or `Hello world` would lose its name. */
const REQUESTS = /^(?:please|kindly)$/i;

/**
 * Takes filler phrases out of a prompt, at word boundaries and without regard to case; every other
 * character stays as it is. Gives the prompt back unchanged where no token would be saved, and never
 * an empty one.
 */
export function compress(text: string, options: CompressOptions): Compressed {
  const before = options.count(text);
  const unchanged: Compressed = { text, removed: [], before, after: before };
  if (isStructured(text)) return unchanged;
  const patterns = patternsOf(options.phrases, options.keep);
  let shorter = text;
  const removed: string[] = [];
  // Taking out a greeting may bring the next phrase to the sentence's edge.
  for (let round = 0; round < 4; round += 1) {
    const found = findFillers(shorter, patterns);
    if (found.length === 0) break;
    removed.push(...found.map(({ start, end }) => shorter.slice(start, end)));
    shorter = takeOut(shorter, found);
  }
  if (removed.length === 0 || !/[\p{L}\p{N}]/u.test(shorter)) return unchanged;
  const after = options.count(shorter);
  return after < before ? { text: shorter, removed, before, after } : unchanged;
}

interface Patterns {
  anywhere: RegExp;
  edge: RegExp;
}

const patternCache = new Map<string, Patterns>();

function patternsOf(phrases: readonly string[], keep: readonly string[]): Patterns {
  const key = JSON.stringify([phrases, keep]);
  const known = patternCache.get(key);
  if (known) return known;
  const kept = new Set(keep.map(plain));
  const wanted = (list: readonly string[]) => list.filter((phrase) => !kept.has(plain(phrase)));
  const made = {
    anywhere: matcher(wanted([...FILLER_PHRASES, ...phrases])),
    edge: matcher(wanted(EDGE_PHRASES)),
  };
  if (patternCache.size >= 100) patternCache.clear();
  patternCache.set(key, made);
  return made;
}

const plain = (phrase: string): string =>
  phrase.toLowerCase().replace(/’/g, "'").replace(/\s+/g, " ").trim();

/** The longest first; blanks match any white space, apostrophes both of their forms. */
function matcher(phrases: readonly string[]): RegExp {
  if (phrases.length === 0) return /(?!)/g;
  const escaped = [...phrases]
    .sort((one, other) => other.length - one.length)
    .map((phrase) =>
      plain(phrase)
        .replace(/[.*+?^${}()|[\]\\/]/g, "\\$&")
        .replace(/ /g, "\\s+")
        .replace(/'/g, "['’]"),
    );
  return new RegExp(`(?<![\\p{L}\\p{N}_'’-])(?:${escaped.join("|")})(?![\\p{L}\\p{N}_'’-])`, "giu");
}

function findFillers(text: string, { anywhere, edge }: Patterns): Span[] {
  const untouched = merge([
    ...PROTECTED.flatMap((pattern) => spansOf(text, pattern)),
    ...bracesOf(text),
  ]);
  const free = (spans: Span[], taken: Span[]) => spans.filter((span) => !meets(span, taken));
  const found = free(spansOf(text, anywhere), untouched);
  const atEdges = spansOf(text, edge).filter((span) => isAtEdge(text, span));
  return merge([...found, ...free(free(atEdges, untouched), found)]);
}

const spansOf = (text: string, pattern: RegExp): Span[] =>
  [...text.matchAll(pattern)]
    .filter(({ groups }) => groups?.open === undefined)
    .map((match) => ({ start: match.index, end: match.index + match[0].length }));

/** From the first brace to the last. */
function bracesOf(text: string): Span[] {
  const start = text.indexOf("{");
  const end = text.lastIndexOf("}") + 1;
  return start >= 0 && end > start ? [{ start, end }] : [];
}

/** Sorted, and those that overlap made one. */
function merge(spans: Span[]): Span[] {
  const merged: Span[] = [];
  for (const span of [...spans].sort((one, other) => one.start - other.start)) {
    const last = merged.at(-1);
    if (last && span.start < last.end) last.end = Math.max(last.end, span.end);
    else merged.push({ ...span });
  }
  return merged;
}

/** Whether a span overlaps one of a sorted list that do not overlap each other. */
function meets(span: Span, sorted: readonly Span[]): boolean {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as Span).end <= span.start) low = middle + 1;
    else high = middle;
  }
  const next = sorted[low];
  return next !== undefined && next.start < span.end;
}

/** How far around a phrase one looks: a long text must not be read again for each phrase in it. */
const NEAR = 40;
const nearBefore = (text: string, at: number): string => text.slice(Math.max(0, at - NEAR), at);
const nearAfter = (text: string, at: number): string => text.slice(at, at + NEAR);

/** At a sentence's beginning, or at its end after a comma or as a sentence of its own. */
function isAtEdge(text: string, { start, end }: Span): boolean {
  const before = nearBefore(text, start).trimEnd();
  const after = nearAfter(text, end).trimStart();
  const begins = before === "" || /[.!?\n]$/.test(before);
  const ends = after === "" || /^[.!?]/.test(after);
  if (!begins) return ends && /,$|\?$/.test(before);
  return ends || /^[,!.–—-]/.test(after) || REQUESTS.test(text.slice(start, end));
}

/** Without the spans, and without the blanks and commas that held them. */
function takeOut(text: string, spans: readonly Span[]): string {
  const kept: string[] = [];
  let from = 0;
  for (const { start, end } of spans) {
    let piece = text.slice(from, start);
    const before = nearBefore(text, start);
    const begins = before.trim() === "" || /[.!?\n]\s*$/.test(before);
    const mark = begins ? /^\s*[,!.–—-]*[^\S\n]*/ : /^[^\S\n]*,?[^\S\n]*/;
    const next = end + (nearAfter(text, end).match(mark)?.[0].length ?? 0);
    const after = nearAfter(text, next);
    if (after === "" || /^[.!?]/.test(after)) piece = piece.replace(/[\s,]{1,40}$/, "");
    kept.push(piece);
    if (!begins && piece !== "" && !/\s$/.test(piece) && /^[\p{L}\p{N}(]/u.test(after))
      kept.push(" ");
    from = next;
  }
  return kept.join("") + text.slice(from);
}

function isStructured(text: string): boolean {
  const trimmed = text.trim();
  if (!/^[[{]/.test(trimmed)) return false;
  try {
    JSON.parse(trimmed);
    return true;
  } catch {
    return false;
  }
}
