import "server-only";

const NAME = /^[A-Za-z_$][\w$]*$/;

/** A JSON value as TypeScript writes it: keys without quotes where they need none. */
export function literal(value: unknown, indent = 2): string {
  const text = JSON.stringify(value, null, 2) ?? "undefined";
  return text
    .split("\n")
    .map((line, at) => {
      const plain = line.replace(/^(\s*)"([^"\\]+)":/, (whole, space: string, key: string) =>
        NAME.test(key) && key !== "__proto__" ? `${space}${key}:` : whole,
      );
      return at === 0 ? plain : " ".repeat(indent) + plain;
    })
    .join("\n");
}
