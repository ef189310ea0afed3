import { describe, expect, it } from "vitest";
import { type DiffHunk, diffLines } from "@/lib/platform/diff-lines";

const shown = (hunks: DiffHunk[]) =>
  hunks.map(({ lines }) =>
    lines.map(({ kind, text }) => `${{ same: " ", removed: "-", added: "+" }[kind]}${text}`),
  );
const text = (...lines: string[]) => `${lines.join("\n")}\n`;
const numbers = (count: number) => Array.from({ length: count }, (_, at) => `line ${at + 1}`);

/** The text that a full comparison leads to. */
const applied = (before: string, after: string): string[] =>
  diffLines(before, after, 100_000).flatMap(({ lines }) =>
    lines.filter(({ kind }) => kind !== "removed").map((line) => line.text),
  );

describe("diffLines", () => {
  it("finds nothing between equal texts, also when only the last line break differs", () => {
    expect(diffLines("a\nb\n", "a\nb\n")).toEqual([]);
    expect(diffLines("a\nb", "a\nb\n")).toEqual([]);
  });

  it("shows what was taken out and put in, with the lines around", () => {
    const before = text(...numbers(9));
    const after = before.replace("line 5", "line five");
    expect(shown(diffLines(before, after, 1))).toEqual([
      [" line 4", "-line 5", "+line five", " line 6"],
    ]);
    expect(diffLines(before, after, 1)[0]?.lines[2]).toEqual({
      kind: "added",
      text: "line five",
      after: 5,
    });
  });

  it("keeps changes that are far apart apart, and joins those that are near", () => {
    const before = numbers(40);
    const after = [...before];
    after[4] = "x";
    after[9] = "y";
    after[30] = "z";
    expect(shown(diffLines(text(...before), text(...after)))).toHaveLength(2);
  });

  it("knows a file that is new or gone", () => {
    expect(shown(diffLines("", "a\nb\n"))).toEqual([["+a", "+b"]]);
    expect(shown(diffLines("a\nb\n", ""))).toEqual([["-a", "-b"]]);
  });

  it("leads from the one text to the other, whatever they are", () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % below;
    };
    for (let round = 0; round < 200; round++) {
      const make = () => Array.from({ length: 1 + random(14) }, () => "abcd"[random(4)] ?? "a");
      const [before, after] = [make(), make()];
      if (before.join() === after.join()) continue;
      expect(applied(text(...before), text(...after))).toEqual(after);
    }
  });

  it("gives up on strangers in time, and still tells the whole of both", () => {
    const before = Array.from({ length: 4_000 }, (_, at) => `a${at}`);
    const after = Array.from({ length: 4_000 }, (_, at) => `b${at}`);
    const [hunk] = diffLines(text(...before), text(...after));
    expect(hunk?.lines).toHaveLength(8_000);
  });
});
