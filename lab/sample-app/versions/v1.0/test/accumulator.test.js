import assert from "node:assert/strict";
import { test } from "node:test";
import { createAccumulator, formatNumber, parseNumber } from "../src/client/accumulator.js";

test("adds up without losing cents", () => {
  const sum = createAccumulator().add(parseNumber("0.1")).add(parseNumber("0,2"));
  assert.equal(formatNumber(sum.total), "0.3");
});

test("keeps what was added, newest first", () => {
  const sum = createAccumulator().add(parseNumber("1")).add(parseNumber("2"));
  assert.deepEqual(sum.entries.map(formatNumber), ["2", "1"]);
});

test("subtracts with a minus sign", () => {
  assert.equal(formatNumber(createAccumulator().add(parseNumber("5")).add(parseNumber("-7")).total), "-2");
});

for (const text of ["", "abc", "1e3", "1.2.3", "--1", "9".repeat(30)]) {
  test(`refuses ${JSON.stringify(text)}`, () => assert.equal(parseNumber(text), undefined));
}
