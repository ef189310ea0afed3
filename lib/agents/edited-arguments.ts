import { canonicalJson } from "@/lib/platform/canonical-json";
import type { Json } from "./events";
import { readJson } from "./read-json";

/** Why this text cannot stand for the arguments of a call, in one sentence; undefined when it can. */
export function argumentsProblem(text: string, before: Json): string | undefined {
  const read = readJson(text);
  if ("problem" in read) return `Line ${read.line} ${read.problem}.`;
  const { value } = read;
  if (value === null || typeof value !== "object" || Array.isArray(value))
    return "Line 1 must begin an object in braces: a name and a value for each argument.";
  return canonicalJson(value) === canonicalJson(before)
    ? "Nothing is changed yet; approve it as it is, or change something."
    : undefined;
}
