import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { costOf } from "@/server/platform/prices/cost-of";
import { readPrices } from "@/server/platform/prices/read-prices";

const folder = mkdtempSync(join(tmpdir(), "switchyard-prices-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const fileOf = (text: string): string => {
  const path = join(folder, "prices.json");
  writeFileSync(path, text);
  return path;
};

test("the default table knows Nova Micro and Titan, in every profile, and what nobody priced is free", () => {
  const prices = readPrices(undefined);
  expect(prices["amazon.nova-micro-v1:0"]).toEqual({ input: 0.035, output: 0.14 });
  const tokens = { input: 1_000, output: 1_000 };
  const nova = costOf(prices, "amazon.nova-micro-v1:0", tokens);
  expect(nova).toBe(175_000);
  expect(costOf(prices, "eu.amazon.nova-micro-v1:0", tokens)).toBe(nova);
  // A geography's own price, where there is one, wins over the model's.
  const sonnet = costOf(prices, "global.anthropic.claude-sonnet-4-6", tokens);
  expect(costOf(prices, "eu.anthropic.claude-sonnet-4-6", tokens)).toBe(sonnet * 1.1);
  expect(prices["amazon.titan-embed-text-v2:0"]).toEqual({ input: 0.02, output: 0 });
  expect(prices["*"]).toEqual({ input: 0, output: 0 });
});

test("a file of one's own wins, and the rest stays", () => {
  const prices = readPrices(fileOf('{"amazon.nova-micro-v1:0":{"input":1,"output":2}}'));
  expect(prices["amazon.nova-micro-v1:0"]).toEqual({ input: 1, output: 2 });
  expect(prices["amazon.nova-lite-v1:0"]).toBeDefined();
});

test.each([
  ["{oops", "SWITCHYARD_PROMPT_PRICES names a file that is not JSON."],
  ['{"a":{"input":-1,"output":0}}', /^SWITCHYARD_PROMPT_PRICES is not a table .* at a\.input\.$/],
  ["[]", /^SWITCHYARD_PROMPT_PRICES is not a table .* at its top\.$/],
])("the file %s is refused in one sentence", (text, sentence) => {
  expect(() => readPrices(fileOf(text))).toThrow(sentence);
});

test("a file that is not there is told", () => {
  expect(() => readPrices(join(folder, "none.json"))).toThrow(
    "SWITCHYARD_PROMPT_PRICES names a file that cannot be read.",
  );
});
