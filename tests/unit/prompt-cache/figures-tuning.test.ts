import { describe, expect, test } from "vitest";
import { answerText, pieceText } from "@/lib/prompt-cache/answer-text";
import { promptReadUrls } from "@/lib/prompt-cache/read-urls";
import {
  changedPairs,
  suggestThreshold,
  THRESHOLDS,
  thresholdCurve,
} from "@/lib/prompt-cache/threshold-curve";
import type { ScoredPair } from "@/lib/prompt-cache/tuning";

const aPair = (score: number, over: Partial<ScoredPair> = {}): ScoredPair => ({
  id: `pair-${score}`,
  at: "2026-11-26T10:00:00.000Z",
  namespace: "support",
  asked: "How do I reset it?",
  stored: "How can I reset it?",
  score,
  served: score >= 0.9,
  ...over,
});

describe("the curve over thresholds", () => {
  const recorded = [0.99, 0.95, 0.91, 0.86, 0.6].map((score) => aPair(score));
  const curve = thresholdCurve([...recorded, aPair(0.97, { guard: "The numbers differ." })], []);
  const at = (threshold: number) => curve.find((point) => point.threshold === threshold);

  test("runs from 0.70 to 1.00 in hundredths", () => {
    expect([THRESHOLDS[0], THRESHOLDS[15], THRESHOLDS.at(-1), THRESHOLDS.length]).toEqual([
      0.7, 0.85, 1, 31,
    ]);
  });

  test("counts hits from the threshold on, and what a guard refused never", () => {
    expect([at(0.7)?.hits, at(0.85)?.hits, at(0.91)?.hits, at(0.92)?.hits, at(1)?.hits]).toEqual([
      4, 4, 3, 2, 0,
    ]);
    for (const point of curve) expect(point.hits + point.misses).toBe(6);
  });

  test("without labels there is no precision and no advice", () => {
    expect(
      curve.every(({ precision, labelled }) => precision === undefined && labelled === 0),
    ).toBe(true);
    expect(suggestThreshold(curve, 0.5)).toBeUndefined();
  });
});

describe("the suggested threshold", () => {
  // From 0.90 up people call all right, below every second one wrong.
  const labelled = Array.from({ length: 60 }, (_, at) => {
    const score = 0.81 + at * 0.003;
    return aPair(score, { id: `p${at}`, label: score >= 0.9 || at % 2 === 0 ? "right" : "wrong" });
  });

  test("is the lowest that keeps the precision on enough labels", () => {
    const suggested = suggestThreshold(thresholdCurve([], labelled), 0.98);
    expect(suggested?.threshold).toBe(0.9);
    expect(suggested?.precision).toBe(1);
    expect(suggested?.labelled).toBeGreaterThanOrEqual(20);
    const looser = suggestThreshold(thresholdCurve([], labelled), 0.8);
    expect(looser?.threshold).toBeLessThan(0.9);
  });

  test("needs twenty labels", () => {
    const few = labelled.slice(-19);
    expect(suggestThreshold(thresholdCurve([], few), 0.5)).toBeUndefined();
    expect(suggestThreshold(thresholdCurve([], labelled.slice(-20)), 0.5)?.labelled).toBe(20);
  });

  test("pairs that a guard stops do not count against it", () => {
    const guarded = labelled.map((pair) =>
      pair.label === "wrong" ? { ...pair, guard: "Negated." } : pair,
    );
    expect(suggestThreshold(thresholdCurve([], guarded), 0.98)?.threshold).toBeLessThan(0.82);
  });
});

describe("what would change at another threshold", () => {
  const pairs = [0.95, 0.89, 0.87, 0.85, 0.84].map((score) => aPair(score));

  test("are the pairs between, nearest to the one in force first, each once", () => {
    const changes = changedPairs([...pairs, ...pairs, aPair(0.88, { guard: "x" })], 0.9, 0.85);
    expect(changes.map(({ score }) => score)).toEqual([0.89, 0.87, 0.85]);
  });

  test("also upwards, and none at the same", () => {
    expect(changedPairs(pairs, 0.85, 0.9).map(({ score }) => score)).toEqual([0.85, 0.87, 0.89]);
    expect(changedPairs(pairs, 0.9, 0.9)).toEqual([]);
  });
});

describe("the text of an answer", () => {
  test.each([
    [
      "Converse",
      { output: { message: { content: [{ text: "a" }, { toolUse: {} }, { text: "b" }] } } },
      "a\nb",
    ],
    ["Anthropic", { content: [{ type: "text", text: "a" }] }, "a"],
    ["Titan", { results: [{ outputText: "a" }] }, "a"],
    ["Llama", { generation: "a" }, "a"],
    ["Mistral", { outputs: [{ text: "a" }] }, "a"],
    ["chat", { choices: [{ message: { content: "a" } }] }, "a"],
    ["an older one", { completion: "a" }, "a"],
  ])("is found in %s's form", (_, body, text) => {
    expect(answerText(JSON.stringify(body))).toBe(text);
  });

  test("is the JSON itself where there is none, and nothing for bytes", () => {
    expect(answerText('{"vector":[1,2]}')).toBe('{"vector":[1,2]}');
    expect(answerText("\u0000\u0001")).toBe("");
    expect(answerText("null")).toBe("null");
    expect(pieceText('{"delta":{"text":" word"}}')).toBe(" word");
    expect(pieceText('{"stopReason":"end_turn"}')).toBe("");
  });
});

test("addresses carry what was asked for and leave out what was not", () => {
  expect(promptReadUrls.entries({ search: "a&b", model: undefined, limit: 20 })).toBe(
    "/api/prompt-cache/entries?search=a%26b&limit=20",
  );
  expect(promptReadUrls.entry("support", "a/b")).toBe(
    "/api/prompt-cache/entries/a%2Fb?namespace=support",
  );
  expect(promptReadUrls.request("id")).toBe("/api/prompt-cache/requests/id");
});
