import type { HouseRule } from "./rule.ts";

const LONGEST = 400;
const EMPTY_NAMES = ["utils", "util", "helpers", "helper", "common", "shared", "misc"];

/** A file that nobody can hold in their head gets split. */
export const length: HouseRule = ({ path, text }) => {
  const lines = text.trimEnd().split("\n").length;
  if (lines <= LONGEST) return [];
  return [{ rule: "length", path, why: `has ${lines} lines; ${LONGEST} is the limit` }];
};

/** A name says what is inside; these say only that somebody did not know where to put it. */
export const names: HouseRule = ({ path }) => {
  const words = path.split("/").map((part) => part.replace(/(\.(test|spec|e2e|d))?\.[a-z]+$/, ""));
  const empty = words.find((word) => EMPTY_NAMES.includes(word));
  if (!empty) return [];
  return [{ rule: "names", path, why: `"${empty}" says nothing about what is inside` }];
};
