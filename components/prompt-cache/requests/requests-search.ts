import { routes } from "@/lib/platform/routes";
import { RequestsQuery } from "@/lib/prompt-cache/requests";

/** What the list keeps in its address; the open request is part of the path. */
const FIELDS = ["namespace", "outcome", "reason", "model", "text", "cursor"] as const;
export type RequestsSearch = Pick<RequestsQuery, (typeof FIELDS)[number]>;
export type RequestsChange = { [name in keyof RequestsSearch]?: RequestsSearch[name] | null };

/** Reads the list's address; what makes no sense counts as not given. */
export function parseRequestsSearch(
  read: (name: string) => string | null | undefined,
): RequestsSearch {
  const given = Object.fromEntries(
    FIELDS.flatMap((name) => {
      const value = read(name);
      return value && RequestsQuery.shape[name].safeParse(value).success ? [[name, value]] : [];
    }),
  );
  const { limit: _limit, ...search } = RequestsQuery.parse(given);
  return search;
}

/** The address of the list, or of a request beside it. A changed filter starts at the newest. */
export function requestsHref(
  search: RequestsSearch,
  change: RequestsChange = {},
  id?: string,
): string {
  const params = new URLSearchParams();
  const shown = { ...search, ...change };
  for (const name of FIELDS) if (shown[name]) params.set(name, shown[name]);
  const path = id === undefined ? routes.promptRequests() : routes.promptRequest(id);
  const query = params.toString();
  return query ? `${path}?${query}` : path;
}

export const isFiltered = ({ namespace, outcome, reason, model, text }: RequestsSearch): boolean =>
  Boolean(namespace || outcome || reason || model || text);
