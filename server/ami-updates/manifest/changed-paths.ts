import "server-only";

/** Where two values differ, each path as JSON: `["spec",0]`. What is there on one side only counts once. */
export function changedPaths(
  before: unknown,
  after: unknown,
  path: (string | number)[] = [],
): string[] {
  if (Object.is(before, after)) return [];
  if (!isNested(before) || !isNested(after) || Array.isArray(before) !== Array.isArray(after))
    return [JSON.stringify(path)];
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) => {
    const at = [...path, Array.isArray(before) ? Number(key) : key];
    return Object.hasOwn(before, key) === Object.hasOwn(after, key)
      ? changedPaths(before[key], after[key], at)
      : [JSON.stringify(at)];
  });
}

const isNested = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;
