import "server-only";
import type { EntryDetail } from "@/lib/prompt-cache/entry";
import type { Namespace } from "@/lib/prompt-cache/namespace";
import { AppError } from "@/server/platform/errors";
import { log } from "@/server/platform/log";
import { redis } from "@/server/redis";
import { readDirectory } from "./directory";
import { entryKey } from "./engine/redis-keys";
import { consoleSearch } from "./engine-of-console";
import { type EntryFacts, readFacts } from "./entries/entry-facts";
import { entryRows } from "./entries/entry-rows";
import { redisProblem } from "./entries/redis-problem";
import type { MeaningSearch } from "./entries/search-by-meaning";
import { findNamespace } from "./namespaces/find-namespace";
import { cut } from "./traces/redact-trace";

const DETAIL_CHARS = 100_000;
const NEIGHBOURS = 5;
const NEAR = 0.5;

/**
 * One stored answer whole, with the entries nearest to it. Without a namespace it is looked for in all.
 * @throws AppError not_found, upstream
 */
export async function readEntry({
  input: { id, namespace: name },
  search = consoleSearch,
}: {
  input: { id: string; namespace?: string };
  search?: () => MeaningSearch;
}): Promise<EntryDetail> {
  const namespaces =
    name === undefined
      ? [...(await readDirectory()).namespaces.values()]
      : [await findNamespace(name)];
  try {
    const facts = await readFacts(namespaces.map((namespace) => ({ namespace, id })));
    const fact = facts.find((each) => each !== undefined);
    if (!fact) throw new AppError("not_found", "This entry is not stored any more.");
    const [[row], neighbours] = await Promise.all([
      entryRows([fact], DETAIL_CHARS),
      neighboursOf(search(), fact).catch((error) => {
        log().debug({ error }, "neighbours of an entry could not be read");
        return [];
      }),
    ]);
    const { inputTokens, outputTokens, bytes } = fact;
    return { ...(row as EntryDetail), inputTokens, outputTokens, bytes, neighbours };
  } catch (error) {
    throw redisProblem(error, "The entry can be shown again when it does");
  }
}

async function neighboursOf(
  { embedder, indexOf }: MeaningSearch,
  { namespace, id, context }: EntryFacts,
): Promise<EntryDetail["neighbours"]> {
  const vector = await vectorOf(namespace, id, embedder.id);
  if (!vector || vector.length !== embedder.dimensions) return [];
  const index = await indexOf(namespace, embedder);
  const near = await index.nearest({
    contextKey: context,
    vector,
    limit: NEIGHBOURS + 1,
    atLeast: NEAR,
  });
  const others = near.filter(({ entryId }) => entryId !== id).slice(0, NEIGHBOURS);
  const facts = await readFacts(others.map(({ entryId }) => ({ namespace, id: entryId })));
  return others.flatMap(({ entryId, score }, n) => {
    const fact = facts[n];
    return fact ? [{ id: entryId, prompt: cut(fact.prompt, 300), score }] : [];
  });
}

/** Undefined when the entry has none, or one of another embedder. */
async function vectorOf(
  namespace: Namespace,
  id: string,
  embedder: string,
): Promise<Float32Array | undefined> {
  const [made, bytes] = await redis().hmgetBuffer(entryKey(namespace, id), "emb", "vec");
  if (!made || !bytes || made.toString() !== embedder || bytes.length % 4 !== 0) return undefined;
  // A copy, because a view of four-byte numbers must begin at a multiple of four.
  return new Float32Array(Uint8Array.from(bytes).buffer);
}
