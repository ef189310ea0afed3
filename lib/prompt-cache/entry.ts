import { z } from "zod";
import type { NanoUsd } from "@/lib/platform/money";

/** One stored answer. Times are ISO 8601. */
export interface EntryRow {
  id: string;
  namespace: string;
  model: string;
  operation: string;
  /** At most 300 characters in lists, whole in the detail. */
  prompt: string;
  answer: string;
  hits: number;
  saved: NanoUsd;
  createdAt: string;
  expiresAt: string;
  lastHitAt?: string;
  /** With a search by meaning: similarity to what was searched. */
  score?: number;
}

export const EntriesQuery = z.object({
  namespace: z.string().max(40).optional(),
  model: z.string().max(200).optional(),
  search: z.string().max(500).default(""),
  /** How `search` is meant. */
  by: z.enum(["text", "meaning"]).default("text"),
  sort: z.enum(["newest", "hits", "expiring"]).default("newest"),
  /** From the answer before. */
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type EntriesQuery = z.infer<typeof EntriesQuery>;

export interface EntriesPage {
  entries: EntryRow[];
  /** Entries in the namespace(s) asked for, before the search. */
  total: number;
  next?: string;
  /** A search by text stopped after this many entries; `next` goes on from there. */
  looked?: number;
}

export interface EntryDetail extends EntryRow {
  inputTokens: number;
  outputTokens: number;
  bytes: number;
  neighbours: { id: string; prompt: string; score: number }[];
}

/** What is to be thrown away. All given conditions must hold; at least one besides the namespace, or `everything`. */
export const InvalidateInput = z
  .object({
    namespace: z.string().min(1).max(40),
    entryId: z.string().max(100).optional(),
    model: z.string().max(200).optional(),
    /** Only entries older than this many seconds. */
    olderThanSeconds: z.number().int().min(1).optional(),
    /** Text with `*` for anything, matched against the prompt without case. */
    pattern: z.string().min(1).max(200).optional(),
    everything: z.boolean().default(false),
    /** Count only. */
    dryRun: z.boolean().default(false),
  })
  .refine(
    (input) =>
      input.everything || input.entryId || input.model || input.olderThanSeconds || input.pattern,
    { error: "must name an entry, a model, an age, a pattern, or everything" },
  );
export type InvalidateInput = z.infer<typeof InvalidateInput>;

/** What invalidating did, or (with `dryRun`) would do. */
export interface Invalidated {
  /** Entries that were looked at. */
  looked: number;
  /** Entries that fit, and are gone unless it was a dry run. */
  matched: number;
  dryRun: boolean;
}

export const EvictEntryInput = z.object({
  namespace: z.string().min(1).max(40),
  entryId: z.string().min(1).max(100),
});
export type EvictEntryInput = z.infer<typeof EvictEntryInput>;
