import "server-only";

/** Arguments that several verbs take. */
export const DESCRIBED = {
  namespace: "Name of the namespace, as cache_read_rates gives it",
  entryId: "Id of the stored answer, as cache_read_namespace or cache_list_misses gives it",
} as const;

/** Prompts and answers are cut to this in lists. */
const CHARS = 240;

export const cut = (text: string): string =>
  text.length > CHARS ? `${text.slice(0, CHARS)} …` : text;

export const round = (value: number, digits = 4): number => Number(value.toFixed(digits));
