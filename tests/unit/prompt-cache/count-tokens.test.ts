import { countTokens as count } from "gpt-tokenizer/encoding/o200k_base";
import { expect, test } from "vitest";
import { countTokens } from "@/server/prompt-cache/engine/count-tokens";

const PROSE = "Could you tell me, in two sentences, what a cache is for? ";

test("a text with borders in it is counted exactly, up to 20,000 characters", () => {
  expect(countTokens("")).toBe(0);
  expect(countTokens(PROSE.repeat(100))).toBe(count(PROSE.repeat(100)));
  expect(countTokens(PROSE.repeat(3_000)) / count(PROSE.repeat(3_000))).toBeCloseTo(1, 2);
});

test("special marks are text", () => {
  expect(countTokens("<|endoftext|>")).toBeGreaterThan(1);
});

// Each of them took the tokenizer a quarter of a second to three seconds, in which nobody was served.
test.each(["存", "ж", "a", "🧠", " ", "\n\t", "e\u0301"])(
  "a long row without a border is counted in pieces, at once: %j",
  (sign) => {
    const row = sign.repeat(20_000 / sign.length);
    const began = process.cpuUsage();
    const counted = countTokens(row);
    const { user } = process.cpuUsage(began);
    const piece = sign.repeat(500 / sign.length);
    expect(counted).toBeGreaterThan(0);
    expect(counted).toBeLessThanOrEqual(count(piece) * 40 + 80);
    expect(user).toBeLessThan(1_000_000);
  },
);

test("what stands before a row does not change how the row is counted", () => {
  const row = "abcdefghij".repeat(200);
  expect(countTokens(`please ${row}`) - countTokens(row)).toBe(count("please "));
});
