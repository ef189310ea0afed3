/** A number that a double cannot hold, as it was written. */
class ExactNumber {
  readonly source: string;
  constructor(source: string) {
    this.source = source;
  }
}

/**
 * `JSON.parse` that keeps long numbers apart: 2⁵³ and 2⁵³ + 1 are two seeds, not one. Throws
 * `SyntaxError`. For `canonicalJson`; such numbers are objects in what it gives.
 */
export function parseJson(text: string): unknown {
  // Only digits in a long row, or an exponent, can lose something; most requests have neither.
  if (!/\d{16}|\d[eE]/.test(text)) return JSON.parse(text);
  return JSON.parse(text, (_key, value, context?: { source?: string }) =>
    typeof value === "number" && context?.source && losesDigits(value, context.source)
      ? new ExactNumber(context.source)
      : value,
  );
}

const losesDigits = (value: number, source: string): boolean =>
  !Number.isFinite(value) || (/^-?\d{16,}$/.test(source) && !Number.isSafeInteger(value));

/**
 * JSON with sorted keys and without white space: the same text for the same value, whatever order
 * its fields came in. Takes what `parseJson` gives; two different values never share a text. Apart
 * from `lib/platform/canonical-json`, which would write a long number as the object that stands for it.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  if (value instanceof ExactNumber) return value.source;
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const fields = value as Record<string, unknown>;
  const parts: string[] = [];
  for (const key of Object.keys(fields).sort())
    if (fields[key] !== undefined)
      parts.push(`${JSON.stringify(key)}:${canonicalJson(fields[key])}`);
  return `{${parts.join(",")}}`;
}
