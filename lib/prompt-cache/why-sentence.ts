import { KEY_PART_TEXT } from "./key-part-text";
import { REASON_TEXT } from "./reason-text";
import { formatScore } from "./score-text";
import type { RequestTrace } from "./trace";

type Explained = Pick<
  RequestTrace,
  "cache" | "reason" | "score" | "threshold" | "candidates" | "samePrompt" | "shared" | "status"
>;

/** Why a request was answered as it was, in a sentence or two. */
export function whySentence(trace: Explained): string {
  const { cache, reason, score, threshold, shared } = trace;
  if (cache === "hash_hit")
    return shared
      ? "An equal request was being answered, so this one waited for it and shares its answer."
      : "An equal request is stored: every part of its key is the same.";
  if (cache === "semantic_hit")
    return `A stored prompt ${score === undefined ? "is similar enough" : `reaches a similarity of ${formatScore(score)}`}: the namespace asks for ${threshold.toFixed(2)}, and nothing objected.`;
  const told = reason ? REASON_TEXT[reason].sentence : "It was asked of the model.";
  const more = detailOf(trace);
  return more ? `${told} ${more}` : told;
}

function detailOf({ reason, threshold, candidates, samePrompt }: Explained): string | undefined {
  const [nearest] = candidates;
  switch (reason) {
    case "below_threshold":
      return (
        nearest &&
        `It scores ${formatScore(nearest.score)}; the threshold is ${threshold.toFixed(2)}.`
      );
    case "guard":
    case "judge": {
      const stopped = candidates.find(({ verdict }) => verdict === reason);
      return stopped?.why && `${capitalised(stopped.why)}`;
    }
    case "key_differs": {
      const parts = samePrompt[0]?.differs.map((part) => KEY_PART_TEXT[part].toLowerCase());
      return parts?.length ? `What differs: ${parts.join(", ")}.` : undefined;
    }
    default:
      return undefined;
  }
}

function capitalised(text: string): string {
  const sentence = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}
