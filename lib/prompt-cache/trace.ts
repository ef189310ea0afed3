import type { NanoUsd } from "@/lib/platform/money";
import type { BypassReason, CacheOutcome, Door, MissReason, Step } from "./outcome";

/** The parts of a request that its answer depends on, in the order in which they are shown. */
export const KEY_PARTS = [
  "namespace",
  "generation",
  "operation",
  "model",
  "system",
  "tools",
  "parameters",
  "conversation",
  "attachments",
  "prompt",
] as const;
export type KeyPart = (typeof KEY_PARTS)[number];

/**
 * Parts of another request that may be shown beside one's own, at most `SHOWN_CHARS` of each: settings
 * of an application, not what somebody said in a conversation or attached to it.
 */
export const SHOWN_PARTS = [
  "operation",
  "model",
  "system",
  "tools",
  "parameters",
] as const satisfies readonly KeyPart[];
export const SHOWN_CHARS = 500;

/** One part: the digest is compared, the text (at most 500 characters) is for people. */
export interface KeyPartValue {
  part: KeyPart;
  /** First 16 hex digits of the SHA-256. */
  digest: string;
  text: string;
}

export const CANDIDATE_VERDICTS = [
  "served",
  "below_threshold",
  /** A guard, or a person who once called this very pair wrong (`guard` is then `label`). */
  "guard",
  "judge",
  "vanished",
  "not_needed",
] as const;
export type CandidateVerdict = (typeof CANDIDATE_VERDICTS)[number];

/** A stored prompt that was near. */
export interface Candidate {
  entryId: string;
  prompt: string;
  /** Names this pair of prompts when a person labels it (`pairId` of the engine). */
  pairId?: string;
  /** Cosine similarity, −1 to 1. */
  score: number;
  verdict: CandidateVerdict;
  /** The guard that refused it, and its reason in one sentence. */
  guard?: string;
  why?: string;
}

export interface RequestTokens {
  /** As the model counted, or an estimate where nothing was sent. */
  input: number;
  output: number;
  /** Input and output tokens that a hit did not pay for. */
  saved: number;
  /** Input tokens that compression took away (estimated). */
  compressed: number;
}

export interface RequestMoney {
  /** Paid to the model for the answer. */
  spent: NanoUsd;
  /** What a hit or compression did not pay. */
  saved: NanoUsd;
  /** Paid for embedding and judging. Net savings are `saved − overhead`. */
  overhead: NanoUsd;
}

/** A stored entry with the same prompt under another key. */
export interface SamePrompt {
  entryId: string;
  differs: KeyPart[];
  /** What stands there in the parts that differ and hold nothing that a person wrote: see `SHOWN_PARTS`. */
  stored?: Partial<Record<KeyPart, string>>;
}

/** Everything about one request that explains its outcome; kept for a while, prompts redacted as the namespace says. */
export interface RequestTrace {
  id: string;
  /** ISO 8601. */
  at: string;
  namespace: string;
  /** Of the namespace when it was asked; hits of an entry are counted within it. */
  generation?: number;
  model: string;
  operation: string;
  door: Door;
  /** The key that was used, when one was. */
  keyId?: string;
  cache: CacheOutcome;
  /** Similarity of what was served. */
  score?: number;
  reason?: MissReason | BypassReason;
  /** At most 4,000 characters. */
  prompt: string;
  normalised: string;
  parts: KeyPartValue[];
  /** Nearest first, at most 5. */
  candidates: Candidate[];
  /** The threshold that applied. */
  threshold: number;
  /** Stored entries with the same prompt, and in which parts they differ. At most 3. */
  samePrompt: SamePrompt[];
  compression?: { before: number; after: number; removed: string[]; sent: string };
  /** Milliseconds per step; a step that did not happen is not there. */
  steps: { step: Step; ms: number }[];
  totalMs: number;
  tokens: RequestTokens;
  money: RequestMoney;
  /** HTTP status of the answer. */
  status: number;
  /** This request waited for an equal one and shares its answer. */
  shared?: boolean;
  /** The entry that was served or written. */
  entryId?: string;
  /** What went wrong upstream, one sentence. */
  problem?: string;
}
