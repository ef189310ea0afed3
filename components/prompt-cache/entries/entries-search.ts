import { routes } from "@/lib/platform/routes";
import { EntriesQuery } from "@/lib/prompt-cache/entry";

/** What the list keeps in its address; the open entry is part of the path. */
const FIELDS = ["namespace", "model", "search", "by", "sort", "cursor"] as const;
export type EntriesSearch = Pick<EntriesQuery, (typeof FIELDS)[number]>;

/** Reads the list's address; what makes no sense counts as not given. */
export function parseEntriesSearch(
  read: (name: string) => string | null | undefined,
): EntriesSearch {
  const given = Object.fromEntries(
    FIELDS.flatMap((name) => {
      const value = read(name);
      return value && EntriesQuery.shape[name].safeParse(value).success ? [[name, value]] : [];
    }),
  );
  const { limit: _limit, ...search } = EntriesQuery.parse(given);
  return search;
}

/** The address of the list, or of an entry beside it. A changed filter starts at the first page. */
export function entriesHref(
  search: EntriesSearch,
  change: { [name in keyof EntriesSearch]?: EntriesSearch[name] | null } = {},
  id?: string,
): string {
  const params = new URLSearchParams();
  const shown = { ...search, ...change };
  for (const name of FIELDS) {
    const value = shown[name];
    const usual = (name === "by" && value === "text") || (name === "sort" && value === "newest");
    if (value && !usual) params.set(name, value);
  }
  const path = id === undefined ? routes.promptEntries() : routes.promptEntry(id);
  const query = params.toString();
  return query ? `${path}?${query}` : path;
}

export const isFiltered = ({ namespace, model, search }: EntriesSearch): boolean =>
  Boolean(namespace || model || search);
