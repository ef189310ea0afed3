import "server-only";
import { z } from "zod";
import { MISS_REASONS } from "@/lib/prompt-cache/outcome";
import { whySentence } from "@/lib/prompt-cache/why-sentence";
import { registerVerbTool } from "@/server/platform/verb-tools";
import { readRequests } from "../read-requests";
import { cut, DESCRIBED, round } from "./words";

registerVerbTool({
  name: "cache_list_misses",
  description:
    "Lists recent prompts that missed, newest first, with why, the nearest stored prompt and its similarity. Use it to see whether the threshold, a guard or the key keeps hits away.",
  class: "read",
  permission: "prompt.inspect",
  input: z.object({
    namespace: z.string().max(40).optional().describe(DESCRIBED.namespace),
    reason: z.enum(MISS_REASONS).optional(),
    text: z.string().max(500).default("").describe("Only prompts that hold this"),
    limit: z.number().int().min(1).max(50).default(20),
  }),
  run: async ({ input: { namespace, reason, text, limit } }) => {
    const { requests, lastHour } = await readRequests({
      input: {
        outcome: "miss",
        text,
        limit,
        ...(namespace && { namespace }),
        ...(reason && { reason }),
      },
    });
    return {
      lastHour,
      misses: requests.map((trace) => {
        const [nearest] = trace.candidates;
        return {
          requestId: trace.id,
          at: trace.at,
          namespace: trace.namespace,
          prompt: cut(trace.prompt),
          reason: trace.reason,
          why: whySentence(trace),
          threshold: trace.threshold,
          ...(nearest && {
            nearest: {
              entryId: nearest.entryId,
              prompt: cut(nearest.prompt),
              score: round(nearest.score),
              verdict: nearest.verdict,
            },
          }),
        };
      }),
    };
  },
});
