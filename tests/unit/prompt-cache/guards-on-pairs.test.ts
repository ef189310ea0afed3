import { describe, expect, it } from "vitest";
import { guardPair } from "@/lib/prompt-cache/guards/guard-pair";
import { hitsAt, judgePairs } from "../../fixtures/prompt-pairs/judge-pairs";
import { readPairs } from "../../fixtures/prompt-pairs/read-pairs";

const pairs = judgePairs(readPairs());
const part = (name: string) => pairs.filter((pair) => name === "all" || pair.part === name);

/** Below every cosine: each pair is a hit, as if the embedder saw no difference anywhere. */
const EVERYTHING = -1;

describe("the labelled pairs", () => {
  it("are many, of both labels, each of them once", () => {
    expect(pairs.filter(({ same }) => same).length).toBeGreaterThanOrEqual(200);
    expect(pairs.filter(({ same }) => !same).length).toBeGreaterThanOrEqual(300);
    const texts = pairs.map(({ stored, asked }) => [stored, asked].sort().join("\n").toLowerCase());
    expect(new Set(texts).size).toBe(pairs.length);
  });

  it("name a trap only where the answer must not be shared, and each trap several times", () => {
    expect(pairs.filter(({ same, trap }) => same && trap !== "none")).toEqual([]);
    const traps = Map.groupBy(
      pairs.filter(({ same }) => !same),
      ({ trap }) => trap,
    );
    expect(traps.size).toBe(14);
    for (const [trap, found] of traps) expect(found.length, trap).toBeGreaterThanOrEqual(10);
  });
});

describe("guards on the labelled pairs", () => {
  it.each(["all", "dev", "held"])(
    "remove nine in ten wrong hits on traps, and one in twenty right ones at most: %s",
    (name) => {
      const hits = hitsAt(part(name), 0.85);
      expect(hits.trapped).toBeGreaterThanOrEqual(40);
      expect(hits.right).toBeGreaterThanOrEqual(40);
      expect(hits.trappedRemoved / hits.trapped).toBeGreaterThanOrEqual(0.9);
      expect(hits.rightRemoved / hits.right).toBeLessThanOrEqual(0.05);
    },
  );

  it.each(["all", "dev", "held"])("hold where the embedder tells nothing apart: %s", (name) => {
    const hits = hitsAt(part(name), EVERYTHING);
    expect(hits.right + hits.wrong).toBe(part(name).length);
    expect(hits.trappedRemoved / hits.trapped).toBeGreaterThanOrEqual(0.95);
    expect(hits.rightRemoved / hits.right).toBeLessThanOrEqual(0.1);
  });

  it("say the same whichever of the two was asked first", () => {
    const otherwise = pairs.filter(
      ({ asked, stored, verdict }) => guardPair(stored, asked).allowed !== verdict.allowed,
    );
    expect(otherwise).toEqual([]);
  });
});
