import "server-only";
import { z } from "zod";
import { formatShare } from "@/lib/prompt-cache/hit-rate";
import { whatIfSentence } from "@/lib/prompt-cache/what-if";
import { registerVerbTool } from "@/server/platform/verb-tools";
import { readTuning } from "../read-tuning";
import { cut, DESCRIBED, round } from "./words";

const PAIRS = 20;

registerVerbTool({
  name: "cache_what_if",
  description:
    "Says what another similarity threshold would have done, from scores recorded of real requests: hits gained or lost, the pairs in between with what people said of them, the curve, and the threshold that is suggested for a precision.",
  class: "read",
  permission: "prompt.inspect",
  input: z.object({
    namespace: z.string().min(1).max(40).describe(DESCRIBED.namespace),
    threshold: z.number().min(0.5).max(1).describe("The threshold that is tried"),
    precision: z.number().min(0.5).max(1).default(0.98),
  }),
  run: async ({ input: { namespace, threshold, precision } }) => {
    const view = await readTuning({ input: { namespace, whatIf: threshold, precision } });
    return {
      namespace,
      inForce: view.threshold,
      tried: threshold,
      told: whatIfSentence(view, threshold, view.changes),
      recorded: view.recorded,
      suggested: view.suggested ?? "too few labelled pairs to suggest one",
      pairsInBetween: view.changes.slice(0, PAIRS).map((pair) => ({
        asked: cut(pair.asked),
        stored: cut(pair.stored),
        score: round(pair.score),
        ...(pair.guard && { guard: pair.guard }),
        label: pair.label ?? "not labelled",
      })),
      curve: view.curve.map((point) => ({
        threshold: point.threshold,
        hits: point.hits,
        misses: point.misses,
        precision: formatShare(point.precision),
        labelled: point.labelled,
      })),
    };
  },
});
