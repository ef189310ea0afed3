import type { BypassReason, CacheOutcome, MissReason } from "./outcome";

/** A reason in a few words, and in a sentence for whoever asks why. */
export const REASON_TEXT: Record<MissReason | BypassReason, { label: string; sentence: string }> = {
  nothing_stored: {
    label: "Nothing stored yet",
    sentence: "Nothing with the same model, system prompt and parameters is stored yet.",
  },
  key_differs: {
    label: "Key differs",
    sentence: "The same prompt is stored, but another part of the key differs.",
  },
  below_threshold: {
    label: "Below the threshold",
    sentence: "The nearest stored prompt is less similar than the threshold asks for.",
  },
  guard: {
    label: "Stopped by a guard",
    sentence: "A stored prompt is similar enough, but a guard found that it asks something else.",
  },
  judge: {
    label: "Stopped by the judge",
    sentence:
      "A stored prompt is similar enough, but the judge found that it wants another answer.",
  },
  vanished: {
    label: "Neighbour gone",
    sentence: "The nearest stored answer expired or was evicted before it could be read.",
  },
  exact_only: {
    label: "Exact layer only",
    sentence: "Requests of this kind, or in this namespace, are only answered from equal ones.",
  },
  embedding_failed: {
    label: "Embedding failed",
    sentence: "The prompt could not be embedded, so nothing similar could be looked for.",
  },
  asked: {
    label: "Caller asked for it",
    sentence: "The caller asked to go past the cache, or the operation is never cached.",
  },
  no_prompt: {
    label: "No prompt",
    sentence: "The request holds no text of a person that could be looked up.",
  },
  namespace_off: {
    label: "Namespace is off",
    sentence: "Caching is switched off in this namespace.",
  },
  personal_data: {
    label: "Personal data",
    sentence: "The prompt holds what must not be stored, so it was neither looked up nor kept.",
  },
  too_large: {
    label: "Too large",
    sentence: "The prompt is larger than this namespace caches.",
  },
  redis_down: {
    label: "Redis away",
    sentence: "Redis did not answer, so the request went straight to the model.",
  },
};

export const OUTCOME_TEXT: Record<CacheOutcome, string> = {
  hash_hit: "Exact hit",
  semantic_hit: "Semantic hit",
  miss: "Miss",
  bypass: "Past the cache",
};

type TextGone = { label: string; sentence: string };

const NOT_KEPT: Partial<Record<MissReason | BypassReason, TextGone>> = {
  personal_data: {
    label: "Not kept: personal data",
    sentence: "The prompt holds personal data, so it is not kept.",
  },
  asked: {
    label: "Not kept: past the cache",
    sentence: "What goes past the cache because its caller asked for it is not kept.",
  },
  namespace_off: {
    label: "Not kept: namespace off",
    sentence: "While caching is switched off in this namespace, prompts are not kept.",
  },
  too_large: {
    label: "Not kept: too large",
    sentence: "The request was too large to be looked into.",
  },
};
const NO_TEXT: TextGone = { label: "No text", sentence: "The request holds no text of a person." };

/** Why a request shows no prompt: it was not kept, or there was none. */
export const withoutText = (reason: MissReason | BypassReason | undefined): TextGone =>
  (reason && NOT_KEPT[reason]) ?? NO_TEXT;
