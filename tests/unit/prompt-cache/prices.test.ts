import { expect, test } from "vitest";
import { costOf, knownCostOf } from "@/server/platform/prices/cost-of";

const prices = {
  "amazon.nova-micro-v1:0": { input: 0.035, output: 0.14 },
  "*": { input: 1, output: 2 },
};

test.each([
  ["amazon.nova-micro-v1:0", 1_000_000, 0, 35_000_000],
  ["us.amazon.nova-micro-v1:0", 0, 1_000_000, 140_000_000],
  ["arn:aws:bedrock:us-east-1:1:inference-profile/eu.amazon.nova-micro-v1:0", 3, 1, 245],
  ["someone.else-v1", 1, 1, 3_000],
])("%s: %i in and %i out cost %i nano-dollars", (model, input, output, cost) => {
  expect(costOf(prices, model, { input, output })).toBe(cost);
});

test("what has no price costs nothing, and is not known to", () => {
  const tokens = { input: 5, output: 5 };
  expect(costOf({}, "m", tokens)).toBe(0);
  expect(knownCostOf({}, "m", tokens)).toBeUndefined();
  const free = { m: { input: 0, output: 0 }, "*": { input: 0, output: 0 } };
  expect(knownCostOf(free, "other", tokens)).toBeUndefined();
  expect(knownCostOf(free, "m", tokens)).toBe(0);
});
