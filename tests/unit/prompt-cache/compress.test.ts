import { describe, expect, it } from "vitest";
import { compress } from "@/lib/prompt-cache/compress";

/** Words and signs: no tokenizer, but shorter text has fewer. */
const count = (text: string): number =>
  (text.match(/[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu) ?? []).length;
const shorten = (text: string, phrases: string[] = [], keep: string[] = []) =>
  compress(text, { phrases, keep, count });

describe("compress", () => {
  it.each([
    ["Could you please explain what machine learning is?", "explain what machine learning is?"],
    ["Hello, could you please tell me what S3 is? Thanks in advance!", "what S3 is?"],
    [
      "Hi there! I hope you are doing well. I was wondering if you could help me set up a VPC, please.",
      "help me set up a VPC.",
    ],
    ["please explain DNS", "explain DNS"],
    ["What is TCP, thank you", "What is TCP"],
    ["I’d like to know how IAM roles work.", "how IAM roles work."],
  ])("takes filler out: %s", (given, text) => {
    const result = shorten(given);
    expect(result.text).toBe(text);
    expect(result.after).toBeLessThan(result.before);
    expect(result.removed.length).toBeGreaterThan(0);
  });

  it.each([
    "As an AI researcher, what should I read?",
    "As an AIDS researcher I want to know more about HIV.",
    'Run `echo hello please` and say "could you please".',
    "```\nprint('could you please')\n```",
    '{"text":"could you please"}',
    "Translate into German: could you please sit down?",
    "What does the command hello do?",
    "Hello World programs in C",
    "Please",
    "Explain the word please",
    "",
    "   ",
  ])("leaves alone what means something: %j", (text) => {
    expect(shorten(text)).toEqual({ text, removed: [], before: count(text), after: count(text) });
  });

  it("never touches anything but the phrase: case, blanks and lines stay", () => {
    const kept = "Fix THIS:\n\n\tfor  (;;)  {}\n  Ünïcode 🚂";
    expect(shorten(`Could you please ${kept}`).text).toBe(kept);
  });

  it("takes the namespace's own phrases, and keeps those it wants kept", () => {
    expect(shorten("Per our runbook policy explain DNS", ["per our runbook policy"]).text).toBe(
      "explain DNS",
    );
    const text = "Could you please explain DNS";
    expect(shorten(text, [], ["could you please"]).text).toBe(text);
  });

  it("takes phrases as text, never as a pattern", () => {
    expect(shorten("a (b+)* c", ["(b+)*"]).text).toBe("a c");
    expect(shorten("a bbb c", ["(b+)*"]).text).toBe("a bbb c");
    expect(shorten("say x.y now", ["x?y"]).text).toBe("say x.y now");
  });

  it("gives back what it got where nothing would be saved", () => {
    const text = "please explain DNS";
    expect(compress(text, { phrases: [], keep: [], count: () => 5 }).text).toBe(text);
  });

  it.each(["{", "[a", "“a", "„a", "«a", "<a", '"', "`a", " 'a", "translate "])(
    "stays quick on a row of what is opened and never closed: %s",
    (opened) => {
      const text = `Could you please explain ${opened.repeat(300_000)}`;
      expect(shorten(text).text.startsWith("explain")).toBe(true);
    },
  );

  it("protects what is closed, and nothing after what is not", () => {
    for (const text of ["«could you please»", "„could you please“", "[could you please]"])
      expect(shorten(`${text} explain`).removed).toEqual([]);
    expect(shorten("a [1 b\nCould you please explain").text).toBe("a [1 b\nexplain");
    expect(shorten("} Could you please explain {").text).toBe("} explain {");
    expect(shorten("Translate it\nCould you please explain DNS").text).toBe(
      "Translate it\nexplain DNS",
    );
  });

  it("stays quick on a megabyte", () => {
    const text = "could you please please could you hello, ".repeat(25_000);
    expect(shorten(text).text.length).toBeLessThanOrEqual(text.length);
  }, 20_000);
});
