import { readJson } from "./read-json";

type Path = readonly (string | number)[];

/**
 * A JSON file with some of its values changed: every other key stays, in its place, whether it is
 * known or not. `undefined` takes a key out. Two spaces, a line break at the end: small diffs.
 * @throws Error when `text` is no JSON object
 */
export function changeConfig(
  text: string,
  changes: readonly (readonly [path: Path, value: unknown])[],
): string {
  const read = readJson(text);
  if ("problem" in read) throw new Error(`Line ${read.line} ${read.problem}.`);
  if (!isObject(read.value)) throw new Error("It is no object.");
  const value = read.value;
  for (const [path, given] of changes) put(value, path, given);
  return writeConfig(value);
}

/** A configuration as it is written: the same for the same values. */
export const writeConfig = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

function put(target: Record<string, unknown>, path: Path, value: unknown): void {
  const [key, ...rest] = path.map(String);
  if (key === undefined) return;
  if (rest.length === 0) {
    if (value === undefined) delete target[key];
    else target[key] = value;
    return;
  }
  if (!isObject(target[key]) && !Array.isArray(target[key])) {
    if (value === undefined) return;
    target[key] = {};
  }
  put(target[key] as Record<string, unknown>, rest, value);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
