import { describe, expect, it } from "vitest";
import { keyDiff } from "@/lib/prompt-cache/key-part-text";
import { formatScore } from "@/lib/prompt-cache/score-text";
import { stepTimeline } from "@/lib/prompt-cache/step-timeline";
import { whySentence } from "@/lib/prompt-cache/why-sentence";
import { aTrace } from "./a-trace";

const aCandidate = { entryId: "e1", prompt: "x", score: 0.8996 };

describe("why a request was answered as it was", () => {
  it("tells an equal request, and one that waited for an equal one", () => {
    expect(whySentence(aTrace({ cache: "hash_hit" }))).toMatch(/every part of its key is the same/);
    expect(whySentence(aTrace({ cache: "hash_hit", shared: true }))).toMatch(/waited for it/);
  });

  it("tells score and threshold of a similar one", () => {
    expect(whySentence(aTrace({ cache: "semantic_hit", score: 0.9421 }))).toMatch(
      /similarity of 0\.942: the namespace asks for 0\.90/,
    );
  });

  it("never rounds a score up to a threshold that it did not reach", () => {
    const told = whySentence(
      aTrace({
        reason: "below_threshold",
        candidates: [{ ...aCandidate, verdict: "below_threshold" }],
      }),
    );
    expect(told).toMatch(/It scores 0\.899; the threshold is 0\.90\./);
  });

  it("repeats the guard's sentence, and only that of the candidate it stopped", () => {
    const told = whySentence(
      aTrace({
        reason: "guard",
        candidates: [
          { ...aCandidate, verdict: "vanished", why: "gone" },
          { ...aCandidate, verdict: "guard", guard: "numbers", why: "the numbers differ: 2, 3" },
        ],
      }),
    );
    expect(told).toMatch(/The numbers differ: 2, 3\.$/);
    expect(told).not.toMatch(/gone/);
  });

  it("names the parts that differ", () => {
    const samePrompt = [{ entryId: "e1", differs: ["system" as const, "model" as const] }];
    expect(whySentence(aTrace({ reason: "key_differs", samePrompt }))).toMatch(
      /What differs: system prompt, model\.$/,
    );
  });

  it("shows what stands in the stored key where it may be shown, and says why not elsewhere", () => {
    const trace = aTrace({
      parts: (["system", "model", "conversation"] as const).map((part) => ({
        part,
        digest: "00",
        text: "here",
      })),
      samePrompt: [
        { entryId: "e1", differs: ["system", "conversation"], stored: { system: "there" } },
        { entryId: "e2", differs: ["system"] },
      ],
    });
    expect(keyDiff(trace).map(({ stored }) => stored)).toEqual([
      [{ text: "there" }, "gone"],
      [undefined, undefined],
      ["kept", undefined],
    ]);
  });

  it("tells a bypass by its reason alone", () => {
    expect(whySentence(aTrace({ cache: "bypass", reason: "redis_down" }))).toBe(
      "Redis did not answer, so the request went straight to the model.",
    );
  });
});

describe("scores", () => {
  it("are cut, and what is exact stays so", () => {
    expect([0.8999, 0.9, 0.29, 1, 0.9926].map(formatScore)).toEqual([
      "0.899",
      "0.900",
      "0.290",
      "1.000",
      "0.992",
    ]);
  });
});

describe("key diff", () => {
  it("marks each part for each stored entry with the same prompt", () => {
    const rows = keyDiff(
      aTrace({
        parts: [
          { part: "model", digest: "a", text: "m" },
          { part: "system", digest: "b", text: "" },
        ],
        samePrompt: [
          { entryId: "e1", differs: ["model"] },
          { entryId: "e2", differs: ["model", "system"] },
        ],
      }),
    );
    expect(rows.map(({ label, differs }) => [label, differs])).toEqual([
      ["Model", [true, true]],
      ["System prompt", [false, true]],
    ]);
  });
});

describe("steps of a request", () => {
  it("stand one after the other, with what is left before the write-back", () => {
    const { bars, totalMs } = stepTimeline({
      steps: [
        { step: "exact", ms: 10 },
        { step: "bedrock", ms: 70 },
        { step: "write_back", ms: 25 },
      ],
      totalMs: 100,
    });
    expect(totalMs).toBe(100);
    expect(bars.map(({ label, ms, from, behind }) => [label, ms, from * 125, behind])).toEqual([
      ["Exact look-up", 10, 0, false],
      ["Bedrock", 70, 10, false],
      ["In between", 20, 80, false],
      ["Write-back", 25, 100, true],
    ]);
    expect(bars.reduce((sum, { size }) => sum + size, 0)).toBeCloseTo(1);
  });

  it("fit when the steps took longer than the whole, and when there are none", () => {
    const longer = stepTimeline({ steps: [{ step: "exact", ms: 5 }], totalMs: 4 });
    expect(longer).toMatchObject({ totalMs: 5, bars: [{ from: 0, size: 1 }] });
    expect(stepTimeline({ steps: [], totalMs: 0 }).bars).toEqual([]);
  });
});
