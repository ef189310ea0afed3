import type { MadeCall } from "./model.ts";

const MOST_ROWS = 12;
const MOST_TEXT = 1_200;

/** What a tool answered, in lines that a person can read; every value is the tool's own. */
export function tellData(call: MadeCall): string {
  if (call.data.length === 0) return quoteText(call.text);
  return call.data.map((value) => tellValue(value)).join("\n");
}

function tellValue(value: unknown): string {
  if (Array.isArray(value)) return rows(value);
  if (value === null || typeof value !== "object") return String(value);
  return Object.entries(value)
    .flatMap(([key, inner]) => {
      if (Array.isArray(inner)) {
        return inner.length === 0 ? [`- ${key}: none`] : [`- ${key}:\n${indent(rows(inner))}`];
      }
      return inner === null || inner === undefined || inner === ""
        ? []
        : [`- ${key}: ${short(inner)}`];
    })
    .join("\n");
}

function rows(list: unknown[]): string {
  const shown = list.slice(0, MOST_ROWS).map((one) => `- ${short(one)}`);
  if (list.length > MOST_ROWS) shown.push(`- and ${list.length - MOST_ROWS} more`);
  return shown.join("\n");
}

/** An object in one line: its scalars by name. */
function short(value: unknown): string {
  if (Array.isArray(value)) return value.map(short).join("; ").slice(0, 300);
  if (value === null || typeof value !== "object") return String(value).slice(0, 300);
  return Object.entries(value)
    .filter(([, inner]) => inner !== null && inner !== undefined && inner !== "")
    .map(([key, inner]) => `${key} ${typeof inner === "object" ? short(inner) : inner}`)
    .join(", ")
    .slice(0, 300);
}

const indent = (text: string): string =>
  text
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n");

function quoteText(text: string): string {
  const plain = text.trim();
  if (plain === "") return "";
  const cut = plain.length > MOST_TEXT ? `${plain.slice(0, MOST_TEXT)}…` : plain;
  return cut.includes("\n") ? `\`\`\`\n${cut}\n\`\`\`` : cut;
}
