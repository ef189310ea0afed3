import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DiffPart, diffWords } from "@/lib/prompt-cache/text-diff";

const only = (parts: DiffPart[] | undefined, kind: DiffPart["kind"]) =>
  (parts ?? []).filter((part) => part.kind === kind).map(({ text }) => text.trim());
const words = (text: string) => text.split(/\s+/).filter(Boolean);

describe("what was taken out of a text", () => {
  it("is marked in its place", () => {
    const parts = diffWords(
      "Hello! Could you please tell me what Redis is? Thank you.",
      "tell me what Redis is?",
    );
    expect(only(parts, "removed")).toEqual(["Hello! Could you please", "Thank you."]);
    expect(only(parts, "kept")).toEqual(["tell me what Redis is?"]);
    expect(only(parts, "added")).toEqual([]);
  });

  it("takes a change of white space for none, and a change of case for one", () => {
    expect(only(diffWords("a  b\n\nc", "a b c"), "removed")).toEqual([]);
    expect(diffWords("please Explain", "explain")).toEqual([
      { kind: "removed", text: "please Explain" },
      { kind: "added", text: "explain" },
    ]);
  });

  it("gives up on texts that are too long to compare", () => {
    expect(diffWords("word ".repeat(1_501), "word")).toBeUndefined();
  });

  it("holds all words of both texts in their order", () => {
    const text = fc
      .array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 12 })
      .map((list) => list.join(" "));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const parts = diffWords(before, after) ?? [];
        const of = (kind: "removed" | "added") =>
          parts.filter((part) => part.kind !== kind).map((part) => part.text);
        expect(words(of("added").join(" "))).toEqual(words(before));
        expect(words(of("removed").join(" "))).toEqual(words(after));
      }),
    );
  });
});
