import "server-only";
import type { BypassReason, MissReason } from "@/lib/prompt-cache/outcome";
import type { RequestTrace } from "@/lib/prompt-cache/trace";

const PROMPT_CHARS = 4_000;
const PART_CHARS = 500;
const CANDIDATES = 5;
const CANDIDATE_CHARS = 1_000;

/**
 * Nothing that these said is kept: personal data by its nature; where the cache was not wanted or is
 * off, nobody has looked whether there is any.
 */
const WITHOUT_TEXT: ReadonlySet<MissReason | BypassReason> = new Set([
  "personal_data",
  "asked",
  "namespace_off",
] as const);

/** The trace as it may be stored: long texts cut, and none at all of what must not be kept. */
export function redactTrace(trace: RequestTrace): RequestTrace {
  if (trace.reason && WITHOUT_TEXT.has(trace.reason)) return withoutText(trace);
  return {
    ...trace,
    prompt: cut(trace.prompt, PROMPT_CHARS),
    normalised: cut(trace.normalised, PROMPT_CHARS),
    parts: trace.parts.map((part) => ({ ...part, text: cut(part.text, PART_CHARS) })),
    candidates: trace.candidates
      .slice(0, CANDIDATES)
      .map((candidate) => ({ ...candidate, prompt: cut(candidate.prompt, CANDIDATE_CHARS) })),
    ...(trace.compression && {
      compression: {
        ...trace.compression,
        removed: trace.compression.removed.slice(0, 100).map((text) => cut(text, 200)),
        sent: cut(trace.compression.sent, PROMPT_CHARS),
      },
    }),
  };
}

function withoutText(trace: RequestTrace): RequestTrace {
  const { compression: _sent, problem: _echo, ...rest } = trace;
  return {
    ...rest,
    prompt: "",
    normalised: "",
    // A digest of a short text can be guessed, so it goes too.
    parts: [],
    candidates: [],
    samePrompt: [],
  };
}

/** At most so many characters, never half of one. */
export function cut(text: string, chars: number): string {
  if (text.length <= chars) return text;
  const end = /[\ud800-\udbff]/.test(text[chars - 1] as string) ? chars - 1 : chars;
  return text.slice(0, end);
}
