import "server-only";
import { hash } from "node:crypto";
import type { KeyedRequest } from "@/lib/prompt-cache/key-parts";
import {
  KEY_PARTS,
  type KeyPart,
  type KeyPartValue,
  SHOWN_CHARS,
  SHOWN_PARTS,
} from "@/lib/prompt-cache/trace";

/** SHA-256 in hex. A lone surrogate has no UTF-8 of its own, so such text is hashed as escaped JSON. */
export function sha256(text: string): string {
  return hash("sha256", text.isWellFormed() ? text : `\u0000${JSON.stringify(text)}`, "hex");
}

export interface RequestDigests {
  /** Over all parts but the prompt: only entries of one context are neighbours. */
  contextKey: string;
  /** Over the context and the prompt: names the exact layer's entry. */
  exactKey: string;
}

const CONTEXT_PARTS = KEY_PARTS.filter((part) => part !== "prompt");

/** Parts are joined as JSON, so that nothing can move from one part into the next. */
export function digestsOf({ parts }: KeyedRequest): RequestDigests {
  const contextKey = sha256(JSON.stringify(CONTEXT_PARTS.map((part) => parts[part])));
  return { contextKey, exactKey: sha256(`${contextKey}\n${parts.prompt}`) };
}

export const promptDigestOf = ({ parts }: KeyedRequest): string => sha256(parts.prompt);

/** The parts as a trace shows them. */
export const partValuesOf = ({ parts }: KeyedRequest): KeyPartValue[] =>
  KEY_PARTS.map((part) => ({
    part,
    digest: sha256(parts[part]).slice(0, 16),
    text: parts[part].slice(0, 500),
  }));

/** What other requests' key diffs show of this one. The body of InvokeModel, its only parameter, holds what was said. */
export const shownPartsOf = ({ family, parts }: KeyedRequest): Partial<Record<KeyPart, string>> =>
  Object.fromEntries(
    SHOWN_PARTS.filter((part) => part !== "parameters" || family === "converse").map((part) => [
      part,
      parts[part].slice(0, SHOWN_CHARS),
    ]),
  );

/** Digests by part, as `pc:{…}:p:…` keeps them for the key diff. */
export const digestTable = (keyed: KeyedRequest): Partial<Record<KeyPart, string>> =>
  Object.fromEntries(partValuesOf(keyed).map(({ part, digest }) => [part, digest]));
