import "server-only";
import type { EntriesPage, EntriesQuery } from "@/lib/prompt-cache/entry";
import type { Namespace } from "@/lib/prompt-cache/namespace";
import { AppError } from "@/server/platform/errors";
import { readDirectory } from "./directory";
import { consoleSearch } from "./engine-of-console";
import { countEntries } from "./entries/count-entries";
import { type EntryFacts, readFacts } from "./entries/entry-facts";
import { entryRows } from "./entries/entry-rows";
import { redisProblem } from "./entries/redis-problem";
import { type MeaningSearch, searchByMeaning } from "./entries/search-by-meaning";
import { cursorOf, type Place, walkEntries } from "./entries/walk-entries";
import { findNamespace } from "./namespaces/find-namespace";

const LIST_CHARS = 300;
const CHUNK = 200;
/** A search looks at so many entries, or so much text, and then gives a place to go on from. */
const LOOKED_AT = 20_000;
const CHARS_LOOKED_AT = 30_000_000;

/**
 * A page of stored answers. A search by text looks through the namespace's own list in chunks and
 * stops after 20,000 entries; one by meaning asks the vector index and has no further page.
 * @throws AppError not_found (namespace), invalid (cursor; by meaning without a namespace), upstream
 */
export async function readEntries({
  input,
  search = consoleSearch,
}: {
  input: EntriesQuery;
  search?: () => MeaningSearch;
}): Promise<EntriesPage> {
  const namespaces = await namespacesOf(input.namespace);
  try {
    const counts = await countEntries(namespaces);
    const total = counts.reduce((sum, count) => sum + count, 0);
    const page =
      input.search.trim() && input.by === "meaning"
        ? await pageByMeaning(search(), namespaces, input)
        : await pageOf(namespaces, input);
    return { ...page, total };
  } catch (error) {
    throw redisProblem(error, "Stored answers can be shown again when it does");
  }
}

const namespacesOf = async (name: string | undefined): Promise<Namespace[]> =>
  name === undefined
    ? [...(await readDirectory()).namespaces.values()]
    : [await findNamespace(name)];

async function pageOf(
  namespaces: Namespace[],
  input: EntriesQuery,
): Promise<Omit<EntriesPage, "total">> {
  const found: EntryFacts[] = [];
  const fits = fitting(input);
  let [looked, chars] = [0, 0];
  let last: Place | undefined;
  let ended = true;
  for await (const places of inChunks(walkEntries(namespaces, input.sort, input.cursor))) {
    const facts = await readFacts(places);
    for (const [n, place] of places.entries()) {
      if (found.length === input.limit) {
        ended = false;
        break;
      }
      last = place;
      looked += 1;
      const fact = facts[n];
      chars += fact?.prompt.length ?? 0;
      if (fact && fits(fact)) found.push(fact);
    }
    if (looked >= LOOKED_AT || chars >= CHARS_LOOKED_AT) ended = false;
    if (!ended) break;
  }
  const stopped = !ended && found.length < input.limit;
  return {
    entries: await entryRows(found, LIST_CHARS),
    ...(!ended && last && { next: cursorOf(last) }),
    ...(stopped && { looked }),
  };
}

function fitting({ search, model }: EntriesQuery): (fact: EntryFacts) => boolean {
  const wanted = search.trim().toLowerCase();
  return (fact) =>
    (model === undefined || fact.model === model) &&
    (wanted === "" || fact.id === search.trim() || fact.prompt.toLowerCase().includes(wanted));
}

async function pageByMeaning(
  search: MeaningSearch,
  namespaces: Namespace[],
  input: EntriesQuery,
): Promise<Omit<EntriesPage, "total">> {
  const [namespace] = namespaces;
  if (input.namespace === undefined || !namespace)
    throw new AppError("invalid", "Choose a namespace to search by meaning.");
  const near = await searchByMeaning(search, namespace, input.search.trim(), input.limit);
  const facts = await readFacts(near.map(({ id }) => ({ namespace, id })));
  const known = facts.flatMap((fact) =>
    fact && (input.model === undefined || fact.model === input.model) ? [fact] : [],
  );
  const scores = new Map(near.map(({ id, score }) => [id, score]));
  const rows = await entryRows(known, LIST_CHARS);
  return { entries: rows.map((row) => ({ ...row, score: scores.get(row.id) ?? 0 })) };
}

async function* inChunks(places: AsyncGenerator<Place>): AsyncGenerator<Place[]> {
  let chunk: Place[] = [];
  for await (const place of places) {
    chunk.push(place);
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
