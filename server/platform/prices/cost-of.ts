import "server-only";
import type { NanoUsd } from "@/lib/platform/money";

/** US dollars per million tokens, by model id; `*` for the rest. */
export type PriceTable = Record<string, { input: number; output: number }>;

/**
 * What tokens cost, in 10⁻⁹ USD, rounded to a whole number. A model is looked up by its id, by the
 * end of its ARN, and without the region of an inference profile (`us.`, `global.`); then `*`.
 */
export function costOf(
  prices: PriceTable,
  modelId: string,
  tokens: { input: number; output: number },
): NanoUsd {
  return knownCostOf(prices, modelId, tokens) ?? 0;
}

/** The same; undefined when nobody priced the model, for which a zero of `*` stands. */
export function knownCostOf(
  prices: PriceTable,
  modelId: string,
  tokens: { input: number; output: number },
): NanoUsd | undefined {
  const price = priceOf(prices, modelId) ?? otherPriceOf(prices);
  if (!price) return undefined;
  return Math.round((tokens.input * price.input + tokens.output * price.output) * 1_000);
}

function priceOf(prices: PriceTable, modelId: string) {
  const name = modelId.slice(modelId.lastIndexOf("/") + 1);
  return (
    prices[modelId] ??
    prices[name] ??
    prices[name.replace(/^(us|us-gov|eu|apac|jp|au|ca|sa|me|af|global)\./, "")]
  );
}

function otherPriceOf({ "*": other }: PriceTable) {
  return other && other.input + other.output > 0 ? other : undefined;
}
