import { describe, expect, it } from "vitest";
import type { ScoredPair } from "@/lib/prompt-cache/tuning";
import { labelledIn, pointAt, whatIfSentence } from "@/lib/prompt-cache/what-if";

const curve = [
  { threshold: 0.85, hits: 134, misses: 378, labelled: 9 },
  { threshold: 0.9, hits: 100, misses: 412, labelled: 4 },
  { threshold: 0.95, hits: 100, misses: 412, labelled: 2 },
];
const view = { curve, recorded: 512, threshold: 0.9 };
const aPair = (label?: "right" | "wrong"): ScoredPair => ({
  id: "p",
  at: "2026-11-26T20:00:00.000Z",
  namespace: "support",
  asked: "a",
  stored: "b",
  score: 0.87,
  served: false,
  ...(label && { label }),
});

describe("what if the threshold were another", () => {
  it("counts what more would have been answered, and what people called wrong", () => {
    const changes = [...Array(5).fill(aPair("wrong")), aPair("right"), aPair()];
    expect(whatIfSentence(view, 0.85, changes)).toBe(
      "At 0.85, 34 more of 512 requests would have been answered; of their pairs, 5 are labelled wrong and 1 right.",
    );
  });

  it("counts what fewer would have been", () => {
    expect(whatIfSentence({ ...view, threshold: 0.85 }, 0.9, [aPair()])).toBe(
      "At 0.90, 34 fewer of 512 requests would have been answered; none of the pairs is labelled yet.",
    );
  });

  it("tells no change, and that nothing is known", () => {
    expect(whatIfSentence(view, 0.95, [])).toBe(
      "At 0.95, none of 512 requests would have been answered otherwise.",
    );
    expect(whatIfSentence({ ...view, recorded: 0 }, 0.95, [])).toMatch(/nothing can be said yet/);
  });

  it("finds the point of a threshold between two, and how many pairs are labelled", () => {
    expect(pointAt(curve, 0.86)?.threshold).toBe(0.85);
    expect(pointAt([], 0.86)).toBeUndefined();
    expect(labelledIn(curve)).toBe(9);
  });
});
