import assert from "node:assert/strict";
import { test } from "node:test";
import { EMPHASES, styleOf, toggle } from "../src/client/emphasis.js";

test("an emphasis can be put on and taken off", () => {
  const once = toggle([], "strong");
  assert.deepEqual(once, ["strong"]);
  assert.deepEqual(toggle(once, "strong"), []);
});

test("emphases work together", () => {
  const style = styleOf(["strong", "loud"]);
  assert.deepEqual(style, { fontWeight: "700", fontStyle: "normal", textTransform: "uppercase" });
});

test("every emphasis changes something", () => {
  for (const { name } of EMPHASES) assert.notDeepEqual(styleOf([name]), styleOf([]));
});
