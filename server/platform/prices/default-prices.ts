import "server-only";
import type { PriceTable } from "./cost-of";

/*
 * US dollars per million tokens, on demand, US East (N. Virginia). Taken at second hand, neither from
 * a bill nor from AWS itself: check them against https://aws.amazon.com/bedrock/pricing/ and put
 * right what differs by `SWITCHYARD_PROMPT_PRICES`.
 */

/**
 * Nova as in `bedrock_pricing.py` of github.com/aws/agent-toolkit-for-aws, whose authors checked it on
 * 2026-10-05; Titan and the older Claude models as several public tables agree on. A cross-region
 * inference profile of these costs what its model costs (`costOf` finds it without its prefix).
 */
const ONE_PRICE: PriceTable = {
  "amazon.nova-micro-v1:0": { input: 0.035, output: 0.14 },
  "amazon.nova-lite-v1:0": { input: 0.06, output: 0.24 },
  "amazon.nova-pro-v1:0": { input: 0.8, output: 3.2 },
  "amazon.titan-embed-text-v2:0": { input: 0.02, output: 0 },
  "anthropic.claude-3-haiku-20240307-v1:0": { input: 0.25, output: 1.25 },
  "anthropic.claude-3-5-haiku-20241022-v1:0": { input: 0.8, output: 4 },
  "anthropic.claude-3-5-sonnet-20240620-v1:0": { input: 3, output: 15 },
};

/** By the same file of AWS's: global, in `us.` and in `eu.`, where a profile costs a tenth more. */
const BY_GEOGRAPHY: PriceTable = {
  "anthropic.claude-haiku-4-5-20251001-v1:0": { input: 1, output: 5 },
  "us.anthropic.claude-haiku-4-5-20251001-v1:0": { input: 1.1, output: 5.5 },
  "eu.anthropic.claude-haiku-4-5-20251001-v1:0": { input: 1.1, output: 5.5 },
  "anthropic.claude-sonnet-4-6": { input: 3, output: 15 },
  "us.anthropic.claude-sonnet-4-6": { input: 3.3, output: 16.5 },
  "eu.anthropic.claude-sonnet-4-6": { input: 3.3, output: 16.5 },
  "anthropic.claude-sonnet-5": { input: 2, output: 10 },
  "us.anthropic.claude-sonnet-5": { input: 2.2, output: 11 },
  "eu.anthropic.claude-sonnet-5": { input: 2.2, output: 11 },
  "anthropic.claude-opus-4-8": { input: 5, output: 25 },
  "us.anthropic.claude-opus-4-8": { input: 5.5, output: 27.5 },
  "eu.anthropic.claude-opus-4-8": { input: 5.5, output: 27.5 },
};

/** What models cost unless a table of one's own says so; a model that nobody priced costs nothing. */
export const DEFAULT_PRICES: PriceTable = {
  ...ONE_PRICE,
  ...BY_GEOGRAPHY,
  "*": { input: 0, output: 0 },
};
