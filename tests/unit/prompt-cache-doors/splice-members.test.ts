import { expect, test } from "vitest";
import { spliceMembers } from "@/server/prompt-cache/doors/splice-members";

const splice = (json: string, members: Record<string, unknown>) =>
  Buffer.from(spliceMembers(Buffer.from(json), members)).toString("utf8");

test.each([
  ['{"a":1}', '{"a":1,"cache":"miss"}'],
  ['  {"a" : 1.0 }\n', '  {"a" : 1.0 ,"cache":"miss"}\n'],
  ["{}", '{"cache":"miss"}'],
  ["{ }", '{ "cache":"miss"}'],
  ['{"text":"}\\u00e9 é 1e400"}', '{"text":"}\\u00e9 é 1e400","cache":"miss"}'],
])("%s gets the member and keeps every other byte", (json, wanted) => {
  expect(splice(json, { cache: "miss" })).toBe(wanted);
});

test.each(["", "[]", "[1]", "null", '"{}"', "{", "}", "not json"])(
  "%j, which is no object, stays as it is",
  (text) => {
    expect(splice(text, { cache: "miss" })).toBe(text);
  },
);

test("nothing to add leaves the bytes alone", () => {
  expect(splice('{"a":1}', {})).toBe('{"a":1}');
});
