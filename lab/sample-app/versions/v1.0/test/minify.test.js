import assert from "node:assert/strict";
import { test } from "node:test";
import { minifyCss, minifyJs } from "../tools/minify.js";

test("drops comments and white space from a style sheet", () => {
  assert.equal(minifyCss("/* a */ a , b {\n  color: red;\n}\n"), "a,b{color:red}");
});

test("drops comment lines and indentation from a script, and keeps templates as they are", () => {
  const source = ["// note", "if (a) {", "  say(`one", "  two`);", "}", ""].join("\n");
  assert.equal(minifyJs(source), ["if (a) {", "say(`one", "  two`);", "}"].join("\n"));
});
