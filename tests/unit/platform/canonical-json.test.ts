import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson } from "@/lib/platform/canonical-json";
import { canonicalJson as ofPrompts, parseJson } from "@/lib/prompt-cache/canonical-json";
import { canonicalJson as ofEvidence } from "@/lib/releases/canonical-evidence";

test.each([
  [
    { b: 1, a: { d: [2, { z: 1, y: 2 }], c: null } },
    '{"a":{"c":null,"d":[2,{"y":2,"z":1}]},"b":1}',
  ],
  [{ gone: undefined, kept: "ä\n" }, '{"kept":"ä\\n"}'],
  [[undefined, -0, Number.NaN, 1e21], "[null,0,null,1e+21]"],
  [{ 9: 1, 10: 2, Z: 3, a: 4 }, '{"10":2,"9":1,"Z":3,"a":4}'],
  ["text", '"text"'],
  [undefined, "null"],
])("canonical JSON of %j", (value, text) => {
  expect(canonicalJson(value)).toBe(text);
});

/** The same value with the members of its objects the other way round. */
const turned = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).reverse();
  return Object.fromEntries(members.map(([key, member]) => [key, turned(member)]));
};

test("the order of members changes nothing, and the value can be read back", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value);
      expect(canonicalJson(turned(value))).toBe(text);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test("that of prompts differs only where a long number would lose digits", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(ofPrompts(value)).toBe(canonicalJson(value));
    }),
  );
  const long = parseJson('{"seed":9007199254740993}');
  expect(ofPrompts(long)).toBe('{"seed":9007199254740993}');
  expect(canonicalJson(long)).not.toBe(ofPrompts(long));
});

test("that of evidence differs only in the order of keys that are whole numbers", () => {
  const word = fc.string({ unit: "binary-ascii", minLength: 1 }).map((key) => `_${key}`);
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { depthSize: "small" },
      fc.jsonValue({ maxDepth: 0 }),
      fc.array(tie("tree")),
      fc.dictionary(word, tie("tree")),
    ),
  }));
  fc.assert(
    fc.property(tree, (value) => {
      expect(ofEvidence(value)).toBe(canonicalJson(value));
    }),
  );
  expect(ofEvidence({ 10: 1, 9: 2 })).toBe('{"9":2,"10":1}');
});
