import type { Call, Reply } from "./route.ts";

/** One page of a list, with GitHub's `Link` header to the others. */
export function pageOf<T, U>(
  { query }: Call,
  url: string,
  items: T[],
  shape: (item: T) => U,
  wrap: (shaped: U[]) => unknown = (shaped) => shaped,
): Reply {
  const perPage = within(query.get("per_page"), 30, 100);
  const page = within(query.get("page"), 1, 1_000_000);
  const last = Math.max(1, Math.ceil(items.length / perPage));
  const shown = items.slice((page - 1) * perPage, page * perPage);
  const links: string[] = [];
  const link = (rel: string, to: number) => {
    const params = new URLSearchParams(query);
    params.set("page", String(to));
    links.push(`<${url}?${params}>; rel="${rel}"`);
  };
  if (page > 1) link("prev", page - 1);
  if (page < last) link("next", page + 1);
  if (page < last) link("last", last);
  if (page > 1) link("first", 1);
  return {
    status: 200,
    body: wrap(shown.map(shape)),
    headers: links.length > 0 ? { link: links.join(", ") } : {},
  };
}

function within(text: string | null, usual: number, most: number): number {
  const number = Number(text ?? usual);
  return Number.isInteger(number) && number >= 1 ? Math.min(number, most) : usual;
}
