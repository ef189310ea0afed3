import { expect, test } from "vitest";
import { wildcard } from "@/server/prompt-cache/entries/invalidate";

test.each([
  ["what is*", "What is machine learning?", true],
  ["*learning*", "What is machine learning?", true],
  ["*learning", "What is machine learning?", false],
  ["what*machine*?", "What is machine learning?", true],
  ["what is machine learning?", "What is machine learning?", true],
  ["machine", "What is machine learning?", false],
  ["a*a", "a", false],
  ["a*a", "aa", true],
  ["ab*b*b", "abb", false],
  ["ab*b*b", "abbb", true],
  ["ab*bb*b", "abb", false],
  ["*", "", true],
  ["*.?+(x)*", "a .?+(x) b", true],
])("the pattern %j on %j: %s", (pattern, text, fits) => {
  expect(wildcard(pattern)(text)).toBe(fits);
});

test("a pattern that is made to be slow is quick", () => {
  const started = performance.now();
  expect(wildcard(`${"*a".repeat(90)}*b`)("a".repeat(200_000))).toBe(false);
  expect(performance.now() - started).toBeLessThan(1_000);
});
