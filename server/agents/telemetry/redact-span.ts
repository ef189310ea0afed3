import "server-only";
import type { Redactor } from "../redact";

export type ContentSetting = "off" | "short" | "full";
type Plain = string | number | boolean;

/** Attributes that hold what people and models said, and what tools got and gave. */
const CONTENT =
  /^(system_prompt|content|message|gen_ai\.(input|output)\.messages|gen_ai\.system_instructions|gen_ai\.tool\.(call\.(arguments|result)|definitions)|gen_ai\.agent\.input|memory\.(query|content)|exception\.stacktrace)$/;

const SHORT = 400;
/** Also of `full`, and of whatever else an attribute holds: a row is no archive. */
const LONGEST = 16_000;

/** Attributes as they are kept: plain values, without secrets, content by the setting. */
export function plainAttributes(
  attributes: Record<string, unknown>,
  redact: Redactor,
  content: ContentSetting,
): Record<string, Plain> {
  const kept: Record<string, Plain> = {};
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null) continue;
    if (CONTENT.test(name) && content === "off") continue;
    if (typeof value === "number" || typeof value === "boolean") kept[name] = value;
    else {
      const text = redact.text(typeof value === "string" ? value : JSON.stringify(value));
      kept[name] = cut(text, CONTENT.test(name) && content === "short" ? SHORT : LONGEST);
    }
  }
  return kept;
}

const cut = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most)}… (${text.length} characters)`;
