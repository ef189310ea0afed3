import "server-only";
import type { RequestTrace } from "@/lib/prompt-cache/trace";
import type { ScoredPair } from "@/lib/prompt-cache/tuning";
import { cut, redactTrace } from "./redact-trace";
import type { Sealing } from "./sealing";

/** Field of a stream's entry that holds JSON as it is, and the one that holds it sealed. */
const PLAIN = "t";
const SEALED = "z";

/** The fields under which a trace is kept in the stream; `i` is its id, to be found by. */
export function storeTrace(trace: RequestTrace, sealing?: Sealing): string[] {
  return ["i", trace.id, ...stored(redactTrace(trace), trace.namespace, sealing)];
}

/** A pair as it is recorded: without the person's label, which is a record elsewhere. */
export interface RecordedPair extends Omit<ScoredPair, "label"> {
  /** The stored entry of the pair, when it was recorded. */
  entryId: string;
}

/** The nearest candidate of a request as a pair, or undefined when there is none that can be named. */
export function pairOf(trace: RequestTrace): RecordedPair | undefined {
  const nearest = trace.candidates[0];
  if (!nearest?.pairId || !Number.isFinite(nearest.score)) return undefined;
  const refused = nearest.verdict === "guard" || nearest.verdict === "judge";
  return {
    id: nearest.pairId,
    entryId: nearest.entryId,
    at: trace.at,
    namespace: trace.namespace,
    asked: cut(trace.prompt, 1_000),
    stored: cut(nearest.prompt, 1_000),
    score: nearest.score,
    served: nearest.verdict === "served",
    ...(refused && { guard: nearest.why ?? nearest.guard ?? nearest.verdict }),
  };
}

export const storePair = (pair: RecordedPair, sealing?: Sealing): string[] =>
  stored(pair, pair.namespace, sealing);

const stored = (value: unknown, namespace: string, sealing: Sealing | undefined): string[] => {
  const text = JSON.stringify(value);
  return sealing ? [SEALED, sealing.seal(text, namespace)] : [PLAIN, text];
};

/** What a stream's entry holds, or undefined when it cannot be read (another key, damaged, older form). */
export function readStored<T>(
  fields: readonly string[],
  namespace: string,
  sealing?: Sealing,
): T | undefined {
  const value = (name: string): string | undefined => {
    for (let at = 0; at + 1 < fields.length; at += 2)
      if (fields[at] === name) return fields[at + 1];
    return undefined;
  };
  const sealed = value(SEALED);
  const text =
    value(PLAIN) ?? (sealed === undefined ? undefined : sealing?.open(sealed, namespace));
  if (text === undefined) return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null ? (parsed as T) : undefined;
  } catch {
    return undefined;
  }
}
