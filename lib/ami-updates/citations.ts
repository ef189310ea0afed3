import type { Citation } from "./model";
import { ADVISORY } from "./security";

/** How far from the line that was named a quote may stand. */
const NEAR = 3;
const LONGEST = 300;
const VERSION = /(?<![\w.])v?(\d+(?:\.\d+)+)(?![\w]*:\/\/)/g;
const TAG = /\bv20\d{6}\b/g;

const squeezed = (text: string): string => text.replace(/\s+/g, " ").trim();

/**
 * The citation as it stands in the notes, its line corrected when the quote is within three lines of
 * it; undefined when these notes do not have these words there. Space is all that may differ.
 */
export function checkCitation(
  claimed: Citation,
  linesOf: ReadonlyMap<string, string[]>,
): Citation | undefined {
  const lines = linesOf.get(claimed.release);
  const quote = squeezed(claimed.quote).slice(0, LONGEST);
  if (!lines || !Number.isInteger(claimed.line) || quote.length < 3) return undefined;
  for (let away = 0; away <= NEAR; away++)
    for (const line of away === 0 ? [claimed.line] : [claimed.line - away, claimed.line + away]) {
      const text = lines[line - 1];
      if (text !== undefined && squeezed(text).includes(quote))
        return { release: claimed.release, line, quote };
    }
  return undefined;
}

/** Every CVE, advisory, release and version that a text names, to be looked up. */
export interface KnownIds {
  ids: Set<string>;
  versions: Set<string>;
}

/** What the input names: versions with each of their beginnings, so that `2.1` of `2.1.4` is known. */
export function idsIn(texts: Iterable<string>): KnownIds {
  const known: KnownIds = { ids: new Set(), versions: new Set() };
  for (const text of texts) {
    for (const id of text.match(ADVISORY) ?? []) known.ids.add(id.toUpperCase());
    for (const tag of text.match(TAG) ?? []) known.ids.add(tag);
    for (const [run] of text.matchAll(/\d+(?:\.\d+)+/g)) {
      const parts = run.split(".").slice(0, 8);
      for (let length = 2; length <= parts.length; length++)
        known.versions.add(parts.slice(0, length).join("."));
    }
  }
  return known;
}

/** The first id or version in a claim that the input does not have; undefined when all are known. */
export function unknownIn(claim: string, known: KnownIds): string | undefined {
  const ids = [
    ...(claim.match(ADVISORY) ?? []).map((id) => id.toUpperCase()),
    ...(claim.match(TAG) ?? []),
  ];
  const id = ids.find((each) => !known.ids.has(each));
  if (id) return id;
  for (const [, version = ""] of claim.matchAll(VERSION)) {
    const parts = version.split(".").slice(0, 8).join(".");
    if (!known.versions.has(parts)) return version;
  }
  return undefined;
}
