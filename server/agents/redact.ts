import "server-only";
import type { Json } from "@/lib/agents/events";
import { environmentSecrets } from "@/server/platform/env";
import { held } from "@/server/platform/held";

export const HIDDEN = "[hidden]";

/**
 * Secrets by their form, told from ordinary text without doubt. Groups 1 and 2 stay around them.
 * Strangers write what is searched here, so no form may read the same letters again from each of them.
 */
const CERTAIN: RegExp[] = [
  /()-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,30}PRIVATE KEY-----|$)()/g,
  /()\b(?:AKIA|ASIA|SYAK)[A-Z0-9]{12,}\b()/g,
  /()\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|xox[abprs]-[\w-]{10,})()/g,
  /()\b(?:sk-[\w-]{20,}|AIza[\w-]{30,}|sy_[\w-]{20,})()/g,
  /()\beyJ[\w-]{10,1000}\.[\w-]{10,8192}\.[\w-]*()/g,
  /(\b(?:authorization|x-amz-security-token|cookie|set-cookie)["']?\s*[:=]\s*["']?(?:bearer |basic )?)[^\s"',;]{8,}()/gi,
  /(\bbearer )[\w.~+/=-]{16,}()/gi,
  /([a-z][a-z0-9+.-]{0,40}:\/\/[^\s/:@"']{0,256}:)[^\s/@"']+(@)/gi,
];
/** Also what is called like a secret: code that a tool reads is full of such names. */
const LIKELY: RegExp[] = [
  /((?:password|passwd|secret|token|api_?key|access_?key|private_?key)["']?\s*[:=]\s*["']?)[^\s"',;{}[\]]{6,}()/gi,
];

export interface Redactor {
  /** The text without secrets. */
  text(text: string): string;
  /** The same for every text in a value, keys included. */
  json<T extends Json>(value: T): T;
  /** For output that comes in pieces: a known secret is found across them. `end` gives what was held back. */
  stream(): { push(piece: string): string; end(): string };
}

/**
 * Hides `known` values (also in base64, URL-encoded and JSON-escaped) and what looks like a secret;
 * with `certain` only what surely is one.
 */
export function redactor(
  known: readonly string[],
  what: "certain" | "likely" = "likely",
): Redactor {
  const looks = what === "certain" ? CERTAIN : [...CERTAIN, ...LIKELY];
  const forms = [...new Set(known.flatMap(formsOf))].sort((a, b) => b.length - a.length);
  const exact = forms.length > 0 ? new RegExp(forms.map(escaped).join("|"), "g") : undefined;
  const text = (given: string): string => {
    let hidden = exact ? given.replace(exact, HIDDEN) : given;
    for (const form of looks) hidden = hidden.replace(form, `$1${HIDDEN}$2`);
    return hidden;
  };
  const json = (value: Json): Json => {
    if (typeof value === "string") return text(value);
    if (Array.isArray(value)) return value.map(json);
    if (value !== null && typeof value === "object")
      return Object.fromEntries(Object.entries(value).map(([key, one]) => [text(key), json(one)]));
    return value;
  };
  return { text, json: json as Redactor["json"], stream: () => streamed(text, forms) };
}

/** With the secrets of this process's environment. */
export const consoleRedactor = (what: "certain" | "likely" = "likely"): Redactor =>
  held(`agents.redactor.${what}`, () => redactor(environmentSecrets(), what));

/** Holds back an end that may be the beginning of a secret. */
function streamed(text: (given: string) => string, forms: string[]) {
  let rest = "";
  return {
    push(piece: string): string {
      const all = rest + piece;
      const keep = longestBeginning(all, forms);
      rest = all.slice(all.length - keep);
      return text(all.slice(0, all.length - keep));
    },
    end(): string {
      const last = text(rest);
      rest = "";
      return last;
    },
  };
}

/** Length of the longest end of `all` that begins one of `forms` without completing it. */
function longestBeginning(all: string, forms: string[]): number {
  let longest = 0;
  for (const form of forms)
    for (let length = Math.min(form.length - 1, all.length); length > longest; length--)
      if (all.endsWith(form.slice(0, length))) {
        longest = length;
        break;
      }
  return longest;
}

/** As it is, and as it comes out of common ways of writing it. */
function formsOf(secret: string): string[] {
  const base64 = Buffer.from(secret).toString("base64");
  return [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    base64,
    base64.replace(/=+$/, ""),
    Buffer.from(secret).toString("base64url"),
    // A key of several lines is also read one line at a time.
    ...secret.split(/\r?\n|\\n/).filter((line) => line.length >= 24 && line !== secret),
  ].filter((form) => form.length >= 8);
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
