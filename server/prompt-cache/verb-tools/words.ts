import "server-only";
import { isolate } from "@/lib/platform/plain-text";

/** Arguments that several verbs take. */
export const DESCRIBED = {
  namespace: "Name of the namespace, as cache_read_rates gives it",
  entryId: "Id of the stored answer, as cache_read_namespace or cache_list_misses gives it",
} as const;

/** Prompts and answers are cut to this in lists. */
const CHARS = 240;

/** What somebody wrote, on one line and fit for a sentence of ours, which it cannot turn around. */
export function cut(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return isolate(line.length > CHARS ? `${line.slice(0, CHARS).toWellFormed()} …` : line);
}

export const round = (value: number, digits = 4): number => Number(value.toFixed(digits));
