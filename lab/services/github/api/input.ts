import { unprocessable } from "./refuse.ts";

/** A text of the body. Throws 422 when it is something else; undefined when it is absent. */
export function textOf(body: Record<string, unknown>, name: string): string | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") return value;
  throw unprocessable(
    `Invalid request.\n\nFor 'properties/${name}', ${JSON.stringify(value)} is not a string.`,
  );
}

/** A text that must be there. */
export function neededText(body: Record<string, unknown>, name: string): string {
  const value = textOf(body, name);
  if (value === undefined) throw unprocessable(`Invalid request.\n\n"${name}" wasn't supplied.`);
  return value;
}

/** A list of texts; undefined when it is absent. */
export function textsOf(body: Record<string, unknown>, name: string): string[] | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value) && value.every((one) => typeof one === "string")) return value;
  throw unprocessable(
    `Invalid request.\n\nFor 'properties/${name}', it is not an array of strings.`,
  );
}
