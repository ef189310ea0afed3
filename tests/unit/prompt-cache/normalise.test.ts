import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { normalisePrompt } from "@/lib/prompt-cache/normalise";

const as = (text: string, foldCase = false) => normalisePrompt(text, { foldCase });

describe("what is the same prompt", () => {
  test.each([
    ["  What is   MACHINE LEARNING? ", "What is MACHINE LEARNING?"],
    ["a\tb\r\nc\n\n d", "a b c d"],
    ["caf\u0065\u0301", "caf\u00e9"],
    ["\u3000質問\u3000です\ufeff", "質問 です"],
    ["", ""],
    [" \n\t ", ""],
    ["مرحبا   بالعالم", "مرحبا بالعالم"],
  ])("%j → %j", (text, normal) => {
    expect(as(text)).toBe(normal);
  });

  test("case is folded only on request, in any script", () => {
    expect(as("What IS it")).not.toBe(as("what is it"));
    expect(as("STRASSE ΣΑΣ ПРИВЕТ", true)).toBe(as("straße σας привет", true));
  });

  test("lines that are indented keep their lines and their indentation", () => {
    const code = "Fix this:\nif x:\n    a()\nb()";
    expect(as(code)).toBe(code);
    expect(as(code)).not.toBe(as("Fix this:\nif x:\n    a()\n    b()"));
    expect(as(`${code}   \r\n`)).toBe(code);
  });

  test("fenced code stays byte for byte, case too", () => {
    const fenced = "```py\nX  =  'A'\n\n\n```";
    expect(as(`Fix   THIS\n${fenced}\n  NOW `, true)).toBe(`fix this\n${fenced}\nnow`);
    expect(as("a\n```\nno end  here")).toBe("a\n```\nno end  here");
    expect(as("a\n~~~\n```\nx  y\n~~~\nb   c")).toBe("a\n~~~\n```\nx  y\n~~~\nb c");
  });
});

test("normalising twice changes nothing more", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), fc.boolean(), (text, fold) => {
      expect(as(as(text, fold), fold)).toBe(as(text, fold));
    }),
  );
});
