import "server-only";
import type { Namespace } from "@/lib/prompt-cache/namespace";
import { redis } from "@/server/redis";
import type { Embedder, IndexOf } from "../engine/contracts";
import { entryKey, idsKey } from "../engine/redis-keys";

/** Entries whose contexts are met; the most frequent contexts among them are searched. */
const SAMPLE = 2_000;
const CONTEXTS = 20;

export interface MeaningSearch {
  embedder: Embedder;
  indexOf: IndexOf;
}

/**
 * The entries nearest to a text, best first, in the twenty most frequent contexts (model, system
 * prompt, parameters) of the newest two thousand: nearness is defined within a context only.
 * @throws AppError what embedding throws; what Redis throws
 */
export async function searchByMeaning(
  { embedder, indexOf }: MeaningSearch,
  namespace: Namespace,
  text: string,
  limit: number,
): Promise<{ id: string; score: number }[]> {
  const [{ vector }, contexts, index] = await Promise.all([
    embedder.embed(text),
    frequentContexts(namespace),
    indexOf(namespace, embedder),
  ]);
  const found = await Promise.all(
    contexts.map((contextKey) => index.nearest({ contextKey, vector, limit, atLeast: 0 })),
  );
  return found
    .flat()
    .sort((a, b) => b.score - a.score)
    .slice(0, limit)
    .map(({ entryId, score }) => ({ id: entryId, score }));
}

async function frequentContexts(namespace: Namespace): Promise<string[]> {
  const ids = await redis().zrevrange(idsKey(namespace), 0, SAMPLE - 1);
  const contexts = await Promise.all(ids.map((id) => redis().hget(entryKey(namespace, id), "ctx")));
  const counts = new Map<string, number>();
  for (const context of contexts) if (context) counts.set(context, (counts.get(context) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, CONTEXTS)
    .map(([context]) => context);
}
