import { AwsError } from "../../core/aws-error.ts";

type Json = unknown;
type JsonObject = Record<string, Json>;

const isObject = (value: Json): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Whether an event matches an EventBridge pattern. A field of the pattern is a list of alternatives
 * (literals or one of prefix, suffix, anything-but, exists, numeric, equals-ignore-case, wildcard)
 * or an object for the fields below; `$or` is a list of patterns.
 */
export function matchesPattern(pattern: JsonObject, event: Json): boolean {
  return Object.entries(pattern).every(([name, wanted]) => {
    if (name === "$or" && Array.isArray(wanted)) {
      return wanted.some((one) => matchesPattern(one as JsonObject, event));
    }
    const value = isObject(event) && Object.hasOwn(event, name) ? event[name] : undefined;
    if (isObject(wanted)) return matchesFields(wanted, value);
    return (wanted as Json[]).some((one) => matchesValue(one, value));
  });
}

/** A list of objects matches when one of them does. */
const matchesFields = (wanted: JsonObject, value: Json): boolean =>
  Array.isArray(value)
    ? value.some((one) => matchesPattern(wanted, one))
    : matchesPattern(wanted, value);

function matchesValue(wanted: Json, value: Json): boolean {
  if (isObject(wanted)) {
    const [[kind, argument] = ["", undefined]] = Object.entries(wanted);
    if (kind === "exists") return (value !== undefined) === argument;
    if (kind === "anything-but") {
      if (value === undefined) return false;
      return !values(value).some((one) => meetsAny(argument, one));
    }
    return values(value).some((one) => meets(kind, argument, one));
  }
  return values(value).some((one) => one === wanted);
}

const values = (value: Json): Json[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

/** The argument of anything-but: a literal, a list of them, or a condition such as {prefix: "x"}. */
function meetsAny(argument: Json, value: Json): boolean {
  if (Array.isArray(argument)) return argument.some((one) => one === value);
  if (isObject(argument)) {
    return Object.entries(argument).some(([kind, inner]) =>
      values(inner).some((one) => meets(kind, one, value)),
    );
  }
  return argument === value;
}

function meets(kind: string, argument: Json, value: Json): boolean {
  if (kind === "numeric") return typeof value === "number" && inRange(argument as Json[], value);
  if (typeof value !== "string") return false;
  const text = folded(argument);
  const subject = isObject(argument) ? value.toLowerCase() : value;
  switch (kind) {
    case "prefix":
      return subject.startsWith(text);
    case "suffix":
      return subject.endsWith(text);
    case "equals-ignore-case":
      return value.toLowerCase() === text.toLowerCase();
    case "wildcard":
      return wildcard(text, value);
    default:
      return false;
  }
}

/** `{prefix: {"equals-ignore-case": "x"}}` compares without case. */
const folded = (argument: Json): string =>
  isObject(argument)
    ? String(argument["equals-ignore-case"] ?? "").toLowerCase()
    : String(argument);

function inRange(conditions: Json[], value: number): boolean {
  for (let index = 0; index + 1 < conditions.length; index += 2) {
    const bound = conditions[index + 1] as number;
    const holds = COMPARISONS[conditions[index] as string]?.(value, bound);
    if (!holds) return false;
  }
  return true;
}

const COMPARISONS: Record<string, (a: number, b: number) => boolean> = {
  "=": (a, b) => a === b,
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
};

/** `*` stands for any text. By hand, since a regular expression made from input can take forever. */
function wildcard(pattern: string, text: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  if (rest.length === 0) return text === pattern;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  const last = rest.pop() ?? "";
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

const KINDS = [
  "prefix",
  "suffix",
  "anything-but",
  "exists",
  "numeric",
  "equals-ignore-case",
  "wildcard",
];

/** Parses a pattern. Throws `InvalidEventPatternException` for what EventBridge would refuse. */
export function parsePattern(text: string): JsonObject {
  let parsed: Json;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw invalid("it is not valid JSON");
  }
  if (!isObject(parsed) || Object.keys(parsed).length === 0) {
    throw invalid("it must be an object with at least one field");
  }
  check(parsed, 0);
  return parsed;
}

function check(pattern: JsonObject, depth: number): void {
  if (depth > 50) throw invalid("it is nested too deeply");
  for (const [name, wanted] of Object.entries(pattern)) {
    if (isObject(wanted)) {
      if (Object.keys(wanted).length === 0) throw invalid(`"${name}" must not be empty`);
      check(wanted, depth + 1);
    } else if (!Array.isArray(wanted) || wanted.length === 0) {
      throw invalid(`"${name}" must be an object or an array with values`);
    } else if (name === "$or") {
      for (const one of wanted) {
        if (!isObject(one)) throw invalid('"$or" must list patterns');
        check(one, depth + 1);
      }
    } else {
      for (const one of wanted) checkValue(name, one);
    }
  }
}

function checkValue(name: string, value: Json): void {
  if (Array.isArray(value)) throw invalid(`"${name}" must not hold a list in its list`);
  if (!isObject(value)) return;
  const kinds = Object.keys(value);
  if (kinds.length !== 1 || !KINDS.includes(kinds[0] as string)) {
    throw invalid(`Unrecognized match type ${kinds.join(", ")}`);
  }
  if (kinds[0] === "exists" && typeof value.exists !== "boolean") {
    throw invalid("match value for exists must be either true or false");
  }
  if (kinds[0] === "numeric") {
    const conditions = value.numeric;
    const valid =
      Array.isArray(conditions) &&
      conditions.length % 2 === 0 &&
      conditions.length > 0 &&
      conditions.every((one, index) =>
        index % 2 === 0 ? String(one) in COMPARISONS : typeof one === "number",
      );
    if (!valid) throw invalid("numeric must list comparisons and numbers in turn");
  }
}

const invalid = (why: string) =>
  new AwsError("InvalidEventPatternException", `Event pattern is not valid. Reason: ${why}.`);
