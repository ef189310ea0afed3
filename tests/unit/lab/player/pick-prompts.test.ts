import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { type Mix, readMix } from "../../../../lab/player/mix.ts";
import { type PlayedPrompt, pickPrompts } from "../../../../lab/player/pick-prompts.ts";

const SHIPPED = fileURLToPath(
  new URL("../../../../lab/prompts/platform-team.json", import.meta.url),
);

function take(count: number, mix: Mix = readMix(SHIPPED), seed = 1): PlayedPrompt[] {
  const prompts = pickPrompts(mix, seed);
  return Array.from({ length: count }, () => prompts.next().value);
}
const shareOf = (prompts: PlayedPrompt[], fits: (prompt: PlayedPrompt) => boolean) =>
  prompts.filter(fits).length / prompts.length;

/** A mix that is small enough to run out of new prompts. */
const aMix = (changes: Partial<Mix> = {}): Mix => ({
  shares: { repeated: 0, paraphrased: 0, new: 1, verbose: 0 },
  streamed: 0,
  models: { "lab.text-v1": 1 },
  popularity: 1,
  questions: [{ ask: "a", also: [] }],
  new: {
    forms: ["Do {x} with {y}?", "Why {x}, {y}?"],
    parts: { x: ["1", "2", "3"], y: ["4", "5"] },
  },
  verbose: ["Hello! {prompt} Thanks!"],
  ...changes,
});

describe("the prompts of a mix", () => {
  it("are the same for the same seed, and others for another", () => {
    expect(take(200)).toEqual(take(200));
    expect(take(200, undefined, 2)).not.toEqual(take(200));
  });

  it("keep the shares of the shipped mix", () => {
    const mix = readMix(SHIPPED);
    const prompts = take(5_000, mix);
    for (const [kind, share] of Object.entries(mix.shares)) {
      expect(shareOf(prompts, (prompt) => prompt.kind === kind)).toBeCloseTo(share, 1);
    }
    expect(shareOf(prompts, (prompt) => prompt.streamed)).toBeCloseTo(mix.streamed, 1);
    expect(shareOf(prompts, ({ model }) => model === "lab.text-v2")).toBeCloseTo(0.15, 1);
  });

  it("ask the first questions most", () => {
    const { questions, ...mix } = readMix(SHIPPED);
    const prompts = take(20_000, { ...mix, questions }).filter(({ kind }) => kind === "repeated");
    const times = (rank: number) =>
      prompts.filter(({ text }) => text === questions[rank - 1]?.ask).length;
    expect(times(1) / times(2)).toBeGreaterThan(1.6);
    expect(times(1) / times(10)).toBeGreaterThan(7);
    expect(times(50)).toBeGreaterThan(0);
  });

  it("never bring a new prompt twice, until all were asked", () => {
    const texts = take(24, aMix()).map(({ text }) => text);
    expect(new Set(texts.slice(0, 12)).size).toBe(12);
    expect(new Set(texts).size).toBe(24);
    expect(texts.slice(0, 12).join()).not.toMatch(/[{}]|case/);
    expect(texts[12]).toMatch(/ \(case 2\)$/);
    const shipped = take(5_000).filter(({ kind }) => kind === "new");
    expect(new Set(shipped.map(({ text }) => text)).size).toBe(shipped.length);
  });

  it("wrap verbose ones, and carry the system prompt", () => {
    const mix = aMix({
      shares: { repeated: 0, paraphrased: 0, new: 0, verbose: 1 },
      system: "Be brief.",
    });
    for (const prompt of take(5, mix)) {
      expect(prompt).toMatchObject({ kind: "verbose", system: "Be brief." });
      expect(prompt.text).toMatch(/^Hello! (Do|Why) .*\? Thanks!$/);
    }
  });
});

describe("a mix's file", () => {
  const written = (content: string) => {
    const file = join(mkdtempSync(join(tmpdir(), "mix-")), "mix.json");
    writeFileSync(file, content);
    return file;
  };

  it.each([
    ["{", /^The mix .*mix\.json is not valid JSON: /],
    ["[]", /^The mix .* does not fit: the file: /],
    [JSON.stringify(aMix({ streamed: 2 })), /does not fit: streamed: /],
    [JSON.stringify(aMix({ models: { a: 0 } })), /does not fit: models: must have a weight/],
    [JSON.stringify(aMix({ verbose: ["x"] })), /does not fit: verbose\.0: /],
  ])("is refused in one sentence when it is %.12s", (content, message) => {
    expect(() => readMix(written(content))).toThrow(message);
  });

  it("may be missing", () => {
    expect(() => readMix("/no/such/mix.json")).toThrow(/^The mix .* cannot be read: /);
  });
});
