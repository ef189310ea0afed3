import "server-only";

const NAME = /^[A-Za-z_$][\w$]*$/;
/** What fits is written on one line. */
const LINE = 70;

/** A JSON value as TypeScript writes it: keys without quotes where they need none, short values on one line. */
export function literal(value: unknown, indent = 2): string {
  const flat = write(value, " ", "");
  return flat.length <= LINE
    ? flat
    : write(value, `\n${" ".repeat(indent + 2)}`, `\n${" ".repeat(indent)}`, indent);
}

function write(value: unknown, before: string, after: string, indent?: number): string {
  const inner = (one: unknown) =>
    indent === undefined ? write(one, " ", "") : literal(one, indent + 2);
  const last = indent === undefined ? "" : ",";
  if (Array.isArray(value)) {
    if (value.length === 0) return "[]";
    const items = value.map(inner).join(`,${before}`);
    return indent === undefined ? `[${items}]` : `[${before}${items}${last}${after}]`;
  }
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).filter(([, one]) => one !== undefined);
    if (entries.length === 0) return "{}";
    const items = entries.map(([key, one]) => `${keyOf(key)}: ${inner(one)}`).join(`,${before}`);
    return `{${before}${items}${last}${after || " "}}`;
  }
  return JSON.stringify(value);
}

const keyOf = (key: string): string =>
  NAME.test(key) && key !== "__proto__" ? key : JSON.stringify(key);
