import assert from "node:assert/strict";
import { test } from "node:test";
import { colourOf, describe, formatAge, remember } from "../src/client/answers.js";

test("forgets all but the last forty answers", () => {
  let answers = [];
  for (let i = 0; i < 50; i++) answers = remember(answers, { version: "1.0.0", instance: `i-${i}` });
  assert.equal(answers.length, 40);
  assert.equal(answers[0].instance, "i-10");
});

test("gives each version its own colour", () => {
  assert.notEqual(colourOf("1.0.0"), colourOf("1.2.0"));
  assert.equal(colourOf("1.0.0"), colourOf("1.0.0"));
});

test("says in words who answered and what was lost", () => {
  const answers = [{ version: "1.0.0", instance: "i-1" }, undefined, { version: "1.0.0", instance: "i-1" }];
  assert.equal(describe(answers), "2 × version 1.0.0 on i-1, 1 × no answer");
});

test("tells ages in the unit that fits", () => {
  assert.deepEqual([5, 65, 3700].map(formatAge), ["5 s", "1 min", "1 h 1 min"]);
});
