import { expect, test } from "vitest";
import { parseBedrockPath } from "@/server/prompt-cache/doors/bedrock-path";
import { refuseBadPatterns } from "@/server/prompt-cache/namespaces/refuse-bad-patterns";
import { parseLines } from "@/server/prompt-cache/warm-up/parse-lines";

test.each(["(?=x)", "(?<!x)y", "(a)\\1", "(", "[z-a]"])(
  "the pattern %s is refused in one sentence",
  (pattern) => {
    expect(() => refuseBadPatterns(["fine", pattern])).toThrow(
      /^The pattern .* is not a regular expression/,
    );
  },
);

test("ordinary patterns are fine", () => {
  expect(() =>
    refuseBadPatterns(["\\b\\d{3}-\\d{2}-\\d{4}\\b", "(?:IBAN|BIC) ?[A-Z0-9]+"]),
  ).not.toThrow();
});

test.each([
  ["/api/bedrock/model/amazon.nova-micro-v1%3A0/converse", "amazon.nova-micro-v1:0", "Converse"],
  ["/api/bedrock/model/lab.text-v1/converse-stream", "lab.text-v1", "ConverseStream"],
  ["/model/lab.text-v1/invoke", "lab.text-v1", "InvokeModel"],
  [
    "/api/bedrock/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Ainference-profile%2Fus.amazon.nova/invoke-with-response-stream",
    "arn:aws:bedrock:us-east-1:1:inference-profile/us.amazon.nova",
    "InvokeModelWithResponseStream",
  ],
])("the path %s names %s and %s", (path, modelId, operation) => {
  expect(parseBedrockPath(path)).toEqual({ modelId, operation });
});

test.each([
  "/api/bedrock/model/lab.text-v1/count-tokens",
  "/api/bedrock/model/lab.text-v1/constructor",
  "/api/bedrock/model//converse",
  "/api/bedrock/guardrail/x/apply",
  "/api/bedrock/model/%E0%A4%A/converse",
])("the path %s is refused", (path) => {
  expect(() => parseBedrockPath(path)).toThrow(/^The /);
});

test("warm-up lines are read, and the first bad one is named", () => {
  expect(parseLines('{"prompt":"a"}\n\n{"prompt":"b","response":"c"}\r\n')).toEqual([
    { prompt: "a" },
    { prompt: "b", response: "c" },
  ]);
  expect(() => parseLines('{"prompt":"a"}\nnope')).toThrow("Line 2 is not JSON.");
  expect(() => parseLines('{"promt":"a"}')).toThrow(/^Line 1 is not valid/);
  expect(() => parseLines("\n \n")).toThrow("The file has no lines.");
});
