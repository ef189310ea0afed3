import "server-only";
import type { PriceTable } from "../engine/contracts";

/** US East (N. Virginia), on demand, US dollars per million tokens; looked up in November 2026. */
export const PRICES_AS_OF = "2026-11-01";

const BASE: PriceTable = {
  "amazon.nova-micro-v1:0": { input: 0.035, output: 0.14 },
  "amazon.nova-lite-v1:0": { input: 0.06, output: 0.24 },
  "amazon.nova-pro-v1:0": { input: 0.8, output: 3.2 },
  "amazon.titan-embed-text-v2:0": { input: 0.02, output: 0 },
  "anthropic.claude-3-haiku-20240307-v1:0": { input: 0.25, output: 1.25 },
  "anthropic.claude-3-5-haiku-20241022-v1:0": { input: 0.8, output: 4 },
  "anthropic.claude-3-5-sonnet-20240620-v1:0": { input: 3, output: 15 },
};

/** Cross-region inference profiles cost what their model costs. */
const PROFILES = ["us", "eu", "apac"];

/** What models cost unless a table of one's own says so; a model that nobody priced costs nothing. */
export const DEFAULT_PRICES: PriceTable = {
  ...BASE,
  ...Object.fromEntries(
    Object.entries(BASE).flatMap(([model, price]) =>
      PROFILES.map((profile) => [`${profile}.${model}`, price]),
    ),
  ),
  "*": { input: 0, output: 0 },
};
