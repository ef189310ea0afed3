import { describe, expect, it } from "vitest";
import { matchesPattern, parsePattern } from "../../../../lab/services/events/match-pattern.ts";

const event = {
  source: "aws.codepipeline",
  "detail-type": "CodePipeline Pipeline Execution State Change",
  resources: ["arn:one", "arn:two"],
  detail: { pipeline: "lab-app", state: "FAILED", version: 3, trigger: { kind: "push" } },
};

describe("EventBridge patterns", () => {
  it.each([
    ["a literal", { source: ["aws.codepipeline"] }, true],
    ["another literal", { source: ["aws.s3"] }, false],
    ["one of several", { source: ["aws.s3", "aws.codepipeline"] }, true],
    ["every field must match", { source: ["aws.codepipeline"], detail: { state: ["OK"] } }, false],
    ["a literal in a list of values", { resources: ["arn:two"] }, true],
    ["a number is not its text", { detail: { version: ["3"] } }, false],
    ["prefix", { source: [{ prefix: "aws.code" }] }, true],
    ["prefix that is not there", { source: [{ prefix: "code" }] }, false],
    ["suffix", { detail: { pipeline: [{ suffix: "-app" }] } }, true],
    ["anything-but", { detail: { state: [{ "anything-but": "FAILED" }] } }, false],
    ["anything-but another", { detail: { state: [{ "anything-but": ["OK", "ALARM"] }] } }, true],
    ["anything-but a prefix", { detail: { state: [{ "anything-but": { prefix: "FA" } }] } }, false],
    ["anything-but needs the field", { detail: { gone: [{ "anything-but": "x" }] } }, false],
    ["exists", { detail: { state: [{ exists: true }] } }, true],
    ["exists not", { detail: { gone: [{ exists: false }] } }, true],
    ["exists not, but it does", { detail: { state: [{ exists: false }] } }, false],
    ["below a missing field", { detail: { gone: { deeper: [{ exists: false }] } } }, true],
    ["numeric range", { detail: { version: [{ numeric: [">", 2, "<=", 3] }] } }, true],
    ["numeric range missed", { detail: { version: [{ numeric: ["<", 3] }] } }, false],
    ["without case", { detail: { state: [{ "equals-ignore-case": "failed" }] } }, true],
    ["wildcard", { "detail-type": [{ wildcard: "CodePipeline*State*" }] }, true],
    ["wildcard that ends otherwise", { "detail-type": [{ wildcard: "Code*Stat" }] }, false],
    ["one of two branches", { $or: [{ source: ["x"] }, { detail: { version: [3] } }] }, true],
    ["inherited names are no fields", { detail: { toString: [{ exists: true }] } }, false],
  ])("%s", (_name, pattern, matches) => {
    expect(matchesPattern(parsePattern(JSON.stringify(pattern)), event)).toBe(matches);
  });

  it.each([
    ["no JSON", "{"],
    ["no object", "[]"],
    ["nothing in it", "{}"],
    ["a bare value", '{"source":"aws.s3"}'],
    ["an empty list", '{"source":[]}'],
    ["an unknown condition", '{"source":[{"like":"x"}]}'],
    ["exists without a boolean", '{"source":[{"exists":"yes"}]}'],
    ["numeric without numbers", '{"source":[{"numeric":[">","1"]}]}'],
  ])("refuses %s", (_name, text) => {
    expect(() => parsePattern(text)).toThrow("Event pattern is not valid");
  });

  it("answers a hostile wildcard at once", () => {
    const pattern = parsePattern(JSON.stringify({ source: [{ wildcard: `${"*a".repeat(50)}b` }] }));
    expect(matchesPattern(pattern, { source: "a".repeat(100_000) })).toBe(false);
  });
});
