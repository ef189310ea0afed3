const ESCAPES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\r": "&#13;",
};

/** Text for an XML element; characters that XML 1.0 cannot carry are dropped. */
export function escapeXml(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML forbids
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
      .replace(/[&<>"\r]/g, (character) => ESCAPES[character] ?? character)
  );
}

/** How lists are written: inside `<member>` or `<item>`, or repeated under their own name. */
export type ListForm = "member" | "item" | "flat";

/** One element with its content. Dates are ISO 8601, maps `<entry>`, absent members left out. */
export function element(name: string, value: unknown, lists: ListForm = "member"): string {
  if (value === undefined || value === null) return "";
  if (Array.isArray(value)) {
    if (lists === "flat") return value.map((item) => element(name, item, lists)).join("");
    const items = value.map((item) => element(lists, item, lists)).join("");
    return `<${name}>${items}</${name}>`;
  }
  return `<${name}>${content(value, lists)}</${name}>`;
}

/** What stands between an element's tags. */
export function content(value: unknown, lists: ListForm = "member"): string {
  if (value instanceof Date) return value.toISOString();
  if (Buffer.isBuffer(value)) return value.toString("base64");
  if (value instanceof Map) {
    return [...value]
      .map(([key, item]) => `<entry>${element("key", key)}${element("value", item, lists)}</entry>`)
      .join("");
  }
  if (typeof value !== "object" || value === null) return escapeXml(String(value));
  return Object.entries(value)
    .map(([name, member]) => element(name, member, lists))
    .join("");
}
