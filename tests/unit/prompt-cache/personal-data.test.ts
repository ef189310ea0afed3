import { describe, expect, test } from "vitest";
import { NamespaceSettings } from "@/lib/prompt-cache/namespace";
import {
  holdsPersonalData,
  patternProblem,
  redactPersonalData,
} from "@/server/prompt-cache/engine/personal-data";

const all = NamespaceSettings.parse({}).personalData;
const none = { email: false, phone: false, card: false, patterns: [] as string[] };

describe("personal data", () => {
  test.each([
    ["write to a.b+c@example.co.uk", "write to [e-mail]"],
    ["пиши на иван@пример.рф", "пиши на [e-mail]"],
    ["ring +1 (415) 555-2671 now", "ring [phone] now"],
    ["ring (030) 901820 or 415-555-2671", "ring [phone] or [phone]"],
    ["dial 030 901820", "dial [phone]"],
    ["1-800-555-0199", "[phone]"],
    ["my phone number is 9876543210, thanks", "my phone number is [phone], thanks"],
    ["card 4111-1111-1111-1111 or 378282246310005", "card [card] or [card]"],
  ])("%s", (text, redacted) => {
    expect(redactPersonalData(text, all)).toBe(redacted);
    expect(holdsPersonalData(text, all)).toBe(true);
    expect(holdsPersonalData(text, none)).toBe(false);
  });

  test.each([
    "What is 15% of 240?",
    "Between 1990 and 2024 it grew by 3.14159265",
    "The order 1234567890123456 is late",
    "decorate with @Override and @media (min-width: 640px)",
    "10.0.0.1:8080 and 192.168.100.200",
    "0000 0000 0000 0000",
    "2024-11-26 12:30:45",
    "arn:aws:iam::123456789012:role/x",
    "日本語の質問です",
  ])("is not in %s", (text) => {
    expect(holdsPersonalData(text, all)).toBe(false);
  });

  test("a namespace's own pattern that would explode elsewhere just runs", () => {
    const exploding = { ...none, patterns: ["^(a+)+$"] };
    expect(holdsPersonalData(`${"a".repeat(30_000)}!`, exploding)).toBe(false);
    expect(holdsPersonalData("a".repeat(30_000), exploding)).toBe(true);
  });

  test("what RE2 does not take is refused, and lets nothing be stored should it stand there", () => {
    for (const pattern of ["(?=a)", "(a)\\1", "(?<!b)c", "["]) {
      expect(patternProblem(pattern)).toContain("look-around");
      expect(holdsPersonalData("anything", { ...none, patterns: [pattern] })).toBe(true);
      expect(redactPersonalData("anything", { ...none, patterns: [pattern] })).toBe("[not kept]");
    }
    expect(patternProblem("EMP-\\d{4}")).toBeUndefined();
  });
});
