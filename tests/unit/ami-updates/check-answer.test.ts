import { describe, expect, it } from "vitest";
import { checkAnswer } from "@/lib/ami-updates/check-answer";
import { checkCitation, idsIn, unknownIn } from "@/lib/ami-updates/citations";
import { ModelAnswer, readAnswer } from "@/lib/ami-updates/model-answer";
import { anAnswer } from "../../fixtures/ami-notes/an-analysis";

const lines = [
  "# AMI Release v20270111",
  "",
  "* fix: containerd 2.3.1 resolves CVE-2027-10001 by @somebody",
  "* chore:   many    spaces",
  "* chore: something else",
];
const linesOf = new Map([["v20270111", lines]]);
const known = idsIn(lines);
const cite = (line: number, quote: string, release = "v20270111") => ({ release, line, quote });

describe("a citation", () => {
  it("holds where the words stand at that line, or within three of it", () => {
    expect(checkCitation(cite(3, "resolves CVE-2027-10001"), linesOf)?.line).toBe(3);
    expect(checkCitation(cite(1, "resolves CVE-2027-10001"), linesOf)?.line).toBe(3);
    expect(checkCitation(cite(5, "many spaces"), linesOf)?.line).toBe(4);
  });

  it.each([
    ["words that are not there", cite(3, "resolves CVE-2027-10002")],
    ["a line too far away", cite(9, "containerd 2.3.1 resolves")],
    ["another release", cite(3, "resolves CVE-2027-10001", "v20270104")],
    ["words of two lines", cite(3, "by @somebody * chore")],
    ["nothing", cite(3, "  ")],
    ["a line that is no number", cite(Number.NaN, "resolves")],
  ])("does not hold for %s", (_name, citation) => {
    expect(checkCitation(citation, linesOf)).toBeUndefined();
  });
});

it.each([
  ["containerd 2.3.1 fixes CVE-2027-10001", undefined],
  ["containerd 2.3 is here", undefined],
  ["cve-2027-10001 is fixed", undefined],
  ["CVE-2027-99999 is fixed", "CVE-2027-99999"],
  ["containerd 2.4.0 is here", "2.4.0"],
  ["v20270111 and v20991231", "v20991231"],
  ["the risk is 7 of 10", undefined],
])("what %j names is looked up", (claim, unknown) => {
  expect(unknownIn(claim, known)).toBe(unknown);
});

describe("a model's answer", () => {
  const checked = (changes: object, packagesChanged = true) =>
    checkAnswer(ModelAnswer.parse(JSON.parse(anAnswer(changes))), {
      linesOf,
      known,
      packagesChanged,
    });
  const factor = (text: string, quote: string, risk = 6) => ({
    text,
    risk,
    citations: [cite(3, quote)],
  });

  it("keeps factors that a line bears out, and counts the others", () => {
    const result = checked({
      risk: 6,
      factors: [
        factor("containerd changes.", "containerd 2.3.1"),
        factor("Everything breaks.", "everything breaks"),
        factor("CVE-2099-1111 is open.", "containerd 2.3.1", 3),
        { text: "No line for it.", risk: 4, citations: [] },
      ],
    });
    expect(result.factors.map(({ id, text }) => [id, text])).toEqual([
      ["model-1", "containerd changes."],
    ]);
    expect(result.dropped).toBeGreaterThanOrEqual(3);
    expect(result.risk).toBe(6);
  });

  it("loses a score that rests on a dropped factor alone", () => {
    expect(checked({ risk: 9, factors: [factor("It burns.", "it burns", 9)] }).risk).toBe(1);
    expect(checked({ risk: 9 }).risk).toBe(9);
  });

  it("always may refuse", () => {
    const result = checked({ verdict: "REJECT", factors: [factor("It burns.", "it burns", 9)] });
    expect(result.verdict).toBe("REJECT");
  });

  it("must not call changed packages no changes, nor name what is not there", () => {
    for (const summary of ["No changes.", "There are no package changes", "Nothing has changed"])
      expect(checked({ summary }).summary).toBeUndefined();
    expect(checked({ summary: "No changes." }, false).summary).toBe("No changes.");
    for (const summary of ["No breaking changes are named.", "No changes to the kubelet."])
      expect(checked({ summary }).summary).toBe(summary);
    const { review, dropped } = checked({ review: ["Fine.", "Fixes CVE-2099-1111.", ""] });
    expect(review).toEqual(["Fine."]);
    expect(dropped).toBe(1);
  });

  it("names vulnerabilities only by a line that has them", () => {
    const security = (id: string, quote: string) => [
      { id, status: "unfixed", citations: [cite(3, quote)] },
    ];
    expect(checked({ security: security("CVE-2027-10001", "CVE-2027-10001") }).security).toEqual([
      expect.objectContaining({ id: "CVE-2027-10001", status: "unfixed", severity: "unknown" }),
    ]);
    expect(checked({ security: security("CVE-2099-1111", "containerd") }).security).toEqual([]);
    expect(checked({ security: security("CVE-2027-10001", "containerd") }).security).toEqual([]);
  });

  it("loses what cannot be seen", () => {
    expect(checked({ summary: "con\u202etainerd\u200b is\n\nnewer" }).summary).toBe(
      "containerd is newer",
    );
  });
});

describe("reading an answer", () => {
  it.each([
    ["prose", "I think that this update is fine.", "not JSON"],
    ["broken JSON", '{"risk": 2, "verdict": ', "not JSON"],
    ["a risk of 99", anAnswer({ risk: 99 }), "risk"],
    ["a risk of 7.5", anAnswer({ risk: 7.5 }), "risk"],
    ['a risk of "8"', anAnswer({ risk: "8" }), "risk"],
    ["a risk of 0", anAnswer({ risk: 0 }), "risk"],
    ["another verdict", anAnswer({ verdict: "MAYBE" }), "verdict"],
    ["missing fields", '{"risk": 2}', "verdict"],
    ["an array", "[]", "the answer"],
    ["null", "null", "the answer"],
    ["nothing", "", "not JSON"],
    ["JSON within prose", `Here you are: ${anAnswer()}`, "not JSON"],
    ["far too much", `"${"x".repeat(200_000)}"`, "too long"],
  ])("refuses %s", (_name, text, problem) => {
    const read = readAnswer(text);
    expect(read.ok).toBe(false);
    if (!read.ok) expect(read.problem).toContain(problem);
  });

  it("takes JSON, also in a fence", () => {
    expect(readAnswer(anAnswer()).ok).toBe(true);
    expect(readAnswer(`\`\`\`json\n${anAnswer()}\n\`\`\``).ok).toBe(true);
  });
});
