/** How a request was answered; the words of the `cache` field and of the `x-switchyard-cache` header. */
export const CACHE_OUTCOMES = ["hash_hit", "semantic_hit", "miss", "bypass"] as const;
export type CacheOutcome = (typeof CACHE_OUTCOMES)[number];

/** Why a request that might have been answered from the cache was not. */
export const MISS_REASONS = [
  /** Nothing in the namespace shares this request's context (model, system prompt, tools, …). */
  "nothing_stored",
  /** The same prompt is stored, but another part of the key differs: see the key diff. */
  "key_differs",
  /** The nearest neighbour is further away than the threshold. */
  "below_threshold",
  /** A neighbour was near enough, and a guard says that it asks something else. */
  "guard",
  /** A neighbour was near enough, and the judge says that it asks something else. */
  "judge",
  /** The neighbour expired, was evicted or could not be read between look-up and read. */
  "vanished",
  /** The semantic layer is off for this namespace, or does not serve such a request (tools, pictures). */
  "exact_only",
  /** The prompt could not be embedded. */
  "embedding_failed",
] as const;
export type MissReason = (typeof MISS_REASONS)[number];

/** Why a request went past the cache altogether. */
export const BYPASS_REASONS = [
  /** The caller asked for it (`x-switchyard-cache: bypass`), or the operation is never cached. */
  "asked",
  "namespace_off",
  /** There is nothing to look up: an empty prompt, or a body that is not such a request. The model's own word is passed on. */
  "no_prompt",
  /** The prompt matches a pattern of what must not be stored (personal data). */
  "personal_data",
  "too_large",
  /** Redis does not answer. */
  "redis_down",
] as const;
export type BypassReason = (typeof BYPASS_REASONS)[number];

/** What a request came in by. */
export const DOORS = ["bedrock", "prompts", "lambda", "playground", "warm-up"] as const;
export type Door = (typeof DOORS)[number];

/** The steps of a request, in the order in which they happen; each has a time of its own in the trace. */
export const STEPS = [
  "exact",
  "embed",
  "semantic",
  "judge",
  "compression",
  "bedrock",
  "write_back",
] as const;
export type Step = (typeof STEPS)[number];
