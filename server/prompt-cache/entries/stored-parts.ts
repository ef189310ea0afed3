import "server-only";
import type { RequestTrace, SamePrompt } from "@/lib/prompt-cache/trace";
import { env } from "@/server/platform/env";
import { redis } from "@/server/redis";
import { entryKey } from "../engine/redis-keys";
import { makeSealer } from "../engine/sealer";
import { openParts } from "../engine/stored-answer";

/**
 * The stored entries of a key diff with what stands there in the parts that differ, as far as it may
 * be shown and the entry is still there. Throws what Redis throws.
 */
export async function withStoredParts({
  namespace,
  generation,
  samePrompt,
}: Pick<RequestTrace, "namespace" | "generation" | "samePrompt">): Promise<SamePrompt[]> {
  if (generation === undefined) return samePrompt;
  const sealer = makeSealer(env().SWITCHYARD_PROMPT_CACHE_KEY);
  return Promise.all(
    samePrompt.map(async (same) => {
      const key = entryKey({ name: namespace, generation }, same.entryId);
      const sealed = await redis().hgetBuffer(key, "parts");
      const parts = sealed && openParts(sealer, namespace, sealed);
      if (!parts) return same;
      const shown = same.differs.flatMap((part) => {
        const text = parts[part];
        return text === undefined ? [] : [[part, text] as const];
      });
      return { ...same, stored: Object.fromEntries(shown) };
    }),
  );
}
