import "server-only";
import { z } from "zod";
import { formatUsd } from "@/lib/platform/money";
import { formatShare, hitRate } from "@/lib/prompt-cache/hit-rate";
import { RANGES, type Range, type Totals } from "@/lib/prompt-cache/overview";
import { REASON_TEXT } from "@/lib/prompt-cache/reason-text";
import { registerVerbTool } from "@/server/platform/verb-tools";
import { readOverview } from "../read-overview";
import { DESCRIBED } from "./words";

registerVerbTool({
  name: "cache_read_rates",
  description:
    "Reads how well the prompt cache does over a range of time: requests, hit rate by layer, savings and spending, latency, and why prompts missed; compared with the range before. Also gives the names of the namespaces and models.",
  class: "read",
  permission: "prompt.read",
  input: z.object({
    range: z.enum(Object.keys(RANGES) as [Range, ...Range[]]).default("24h"),
    namespace: z.string().max(40).optional().describe(DESCRIBED.namespace),
    model: z.string().max(200).optional(),
  }),
  run: async ({ input }) => {
    const view = await readOverview({ input });
    return {
      from: view.from,
      to: view.to,
      now: ratesOf(view.total),
      ...(view.previous && { rangeBefore: ratesOf(view.previous) }),
      missReasons: view.reasons.map(({ reason, count }) => ({
        reason,
        means: REASON_TEXT[reason].sentence,
        count,
      })),
      latencyMs: Object.fromEntries(
        Object.entries(view.total.latency).map(([layer, { p50, p95 }]) => [layer, { p50, p95 }]),
      ),
      settingsChanges: view.markers.map(({ at, label }) => ({ at, label })),
      namespaces: view.namespaces,
      models: view.models,
      redis: view.redis.state,
      ...(view.problem && { problem: view.problem }),
    };
  },
});

const ratesOf = (total: Totals) => ({
  requests: total.requests,
  hitRate: formatShare(hitRate(total)),
  exactHits: total.hashHits,
  semanticHits: total.semanticHits,
  misses: total.plainMisses + total.compressedMisses,
  pastTheCache: total.bypasses,
  failed: total.failed,
  saved: formatUsd(total.saved - total.overhead),
  spent: formatUsd(total.spent + total.overhead),
  tokensSaved: total.tokensSaved,
});
