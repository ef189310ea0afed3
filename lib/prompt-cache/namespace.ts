import { z } from "zod";

/** A namespace's name: the tenant boundary. Lower case letters, digits and dashes, at most 40. */
export const NamespaceName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, "must be lower case letters, digits and dashes, at most 40");

/** Advice goes with each, see the namespace form. */
export const THRESHOLD_PRESETS = { aggressive: 0.85, balanced: 0.9, conservative: 0.95 } as const;

/**
 * What a namespace decides about its prompts. Kept in PostgreSQL; the engine gets it with each call.
 * A change of what an answer depends on (embedder, folding) starts a new generation: nothing stored before is served.
 */
export const NamespaceSettings = z.object({
  enabled: z.boolean().default(true),
  /** Seconds that an answer lives, 60 s to 30 days. */
  ttlSeconds: z.number().int().min(60).max(2_592_000).default(86_400),
  /** Fold case before hashing: for questions in prose, never where case means something. */
  foldCase: z.boolean().default(false),
  semantic: z
    .object({
      enabled: z.boolean().default(true),
      /** Cosine similarity from which a neighbour is served. */
      threshold: z.number().min(0.5).max(1).default(THRESHOLD_PRESETS.balanced),
      guards: z.boolean().default(true),
      /** Bedrock model id that is asked whether two prompts want the same answer; empty: no judge. */
      judgeModel: z.string().max(200).default(""),
      /** `process`: exact index in each console; `server`: FT.* in Redis; `auto`: by size and what Redis can. */
      index: z.enum(["auto", "process", "server"]).default("auto"),
    })
    .prefault({}),
  compression: z
    .object({
      enabled: z.boolean().default(true),
      /** Phrases of this namespace beside the built-in list. */
      phrases: z.array(z.string().trim().min(2).max(80)).max(200).default([]),
      /** Built-in phrases that this namespace keeps. */
      keep: z.array(z.string().trim().min(2).max(80)).max(200).default([]),
    })
    .prefault({}),
  limits: z
    .object({
      /** Larger prompts go past the cache. UTF-8 bytes. */
      promptBytes: z.number().int().min(1).max(4_194_304).default(65_536),
      /** Larger answers are passed on and not stored. UTF-8 bytes. */
      answerBytes: z.number().int().min(1).max(4_194_304).default(262_144),
    })
    .prefault({}),
  /** Prompts that contain one of these are never stored or looked up. */
  personalData: z
    .object({
      email: z.boolean().default(true),
      phone: z.boolean().default(true),
      card: z.boolean().default(true),
      /** Further regular expressions (RE2 subset: no look-around, no back references). */
      patterns: z.array(z.string().min(1).max(200)).max(20).default([]),
    })
    .prefault({}),
});
export type NamespaceSettings = z.infer<typeof NamespaceSettings>;

/** A namespace as the engine uses it. */
export interface Namespace {
  name: string;
  /** Grows when everything stored before must no longer be served. */
  generation: number;
  settings: NamespaceSettings;
}

export const SaveNamespaceInput = z.object({
  name: NamespaceName,
  settings: NamespaceSettings,
  /** `updatedAt` as the form was filled from it; absent makes a new namespace. Another value now means `stale`. */
  seen: z.iso.datetime().optional(),
});
export type SaveNamespaceInput = z.infer<typeof SaveNamespaceInput>;

/** Nothing but the threshold changes. */
export const SetThresholdInput = z.object({
  namespace: NamespaceName,
  threshold: z.number().min(0.5).max(1),
  reason: z.string().trim().min(3, "say why, in a few words").max(1_000),
});
export type SetThresholdInput = z.infer<typeof SetThresholdInput>;

/** Refused while a key that is not revoked still reaches it. What was stored is thrown away. */
export const DeleteNamespaceInput = z.object({ name: NamespaceName });
export type DeleteNamespaceInput = z.infer<typeof DeleteNamespaceInput>;

/** The changed settings after which nothing stored before may be served: what an entry's key or place depends on. */
export const startsNewGeneration = (before: NamespaceSettings, after: NamespaceSettings): boolean =>
  before.foldCase !== after.foldCase;
