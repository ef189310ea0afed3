/** `{{NAME}}`, capitals only: other braces (templates that an agent writes about) stay as they are. */
const VARIABLE = /\{\{\s*([A-Z][A-Z0-9_]*)\s*\}\}/g;

/** Puts variables in, wherever text stands in `value`. `unknown` hears of each that has no value. */
export function putVariables<T>(
  value: T,
  variables: Record<string, string>,
  unknown: (name: string) => void,
): T {
  if (typeof value === "string")
    return value.replace(VARIABLE, (whole, name: string) => {
      if (Object.hasOwn(variables, name)) return variables[name] as string;
      unknown(name);
      return whole;
    }) as T;
  if (Array.isArray(value)) return value.map((one) => putVariables(one, variables, unknown)) as T;
  if (value !== null && typeof value === "object")
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [key, putVariables(one, variables, unknown)]),
    ) as T;
  return value;
}
