import assert from "node:assert/strict";
import { test } from "node:test";
import { inline } from "../tools/inline.js";
import { minifyCss, minifyHtml, minifyJs } from "../tools/minify.js";

test("drops comments and white space from a style sheet", () => {
  assert.equal(minifyCss("/* a */ a , b {\n  color: red;\n}\n"), "a,b{color:red}");
});

test("drops comment lines and indentation from a script, and keeps templates as they are", () => {
  const source = ["// note", "if (a) {", "  say(`one", "  two`);", "}", ""].join("\n");
  assert.equal(minifyJs(source), ["if (a) {", "say(`one", "  two`);", "}"].join("\n"));
});

test("drops white space between the lines of a page, and none inside of a line", () => {
  assert.equal(minifyHtml("<p>\n  <b>a</b> <i>b</i>\n</p>\n"), "<p><b>a</b> <i>b</i></p>");
});

test("puts assets into the page, whatever they contain", () => {
  const page = '<link rel="stylesheet" href="style.css"><script type="module" src="main.js"></script>';
  assert.equal(
    inline(page, { script: 'say("$&")', css: "a{}" }),
    '<style>a{}</style><script type="module">say("$&")</script>',
  );
  assert.throws(() => inline(page, { script: "</script>", css: "" }), /end its element/);
});
