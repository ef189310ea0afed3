import type { OverviewQuery } from "@/lib/prompt-cache/overview";
import { OverviewQuery as OverviewQuerySchema } from "@/lib/prompt-cache/overview";

/** Reads the overview's address; what makes no sense counts as not given. */
export function parseOverviewSearch(
  read: (name: string) => string | null | undefined,
): OverviewQuery {
  const given = Object.fromEntries(
    ["range", "from", "to", "namespace", "model"].flatMap((name) => {
      const value = read(name);
      const fits = OverviewQuerySchema.shape[name as keyof OverviewQuery].safeParse(
        value ?? undefined,
      );
      return value && fits.success ? [[name, value]] : [];
    }),
  );
  const query = OverviewQuerySchema.parse(given);
  // Half a range, or one that ends before it begins, is none.
  const brushed = query.from && query.to && query.from < query.to;
  const { from: _from, to: _to, ...rest } = query;
  return brushed ? query : rest;
}

export const isBrushed = (query: OverviewQuery): boolean => query.from !== undefined;
