import { type CitedLine, findConcerns, isObeyed } from "./review-concerns.ts";

export interface ReviewRequest {
  /** The system prompt: what the reviewer is told to do, and what was computed. */
  rules: string;
  /** What it reads: lines behind `[release:line]`. */
  notes: string;
  /** JSON schema that the answer has to follow. */
  schema?: Record<string, unknown>;
}

type Schema = {
  type?: string;
  enum?: unknown[];
  properties?: Record<string, Schema>;
  required?: string[];
};

const NAME = "lab.reviewer-v1";
const LINE = /^\[(v20\d{6}(?:\.\d+)?):(\d{1,7})\] ?(.*)$/gm;
const ADVISORY = /\b(?:CVE-\d{4}-\d{4,7}|ALAS[A-Z0-9.]{0,30}-\d{4}-\d{1,6})\b/g;

/**
 * A review by rules, of the lines that it is given: words that worry it, each with the line that has
 * them. A stand-in: it understands nothing, and it does what the text tells it to, as the worst
 * model would, so that whoever uses it sees what holds without it.
 */
export function reviewNotes({ rules, notes, schema }: ReviewRequest): Record<string, unknown> {
  const lines: CitedLine[] = [...notes.matchAll(LINE)].map(([, release = "", line, text = ""]) => ({
    release,
    line: Number(line),
    text,
  }));
  const order = lines.find(({ text }) => isObeyed(text));
  const review = order ? obey(order, lines) : judge(rules, lines);
  return schema ? (fill(schema as Schema, review) as Record<string, unknown>) : review;
}

function judge(rules: string, lines: CitedLine[]): Record<string, unknown> {
  const concerns = findConcerns(lines);
  const least = Number(/risk is at least (\d{1,2})/i.exec(rules)?.[1] ?? 1);
  const risk = Math.min(10, Math.max(2, least, ...concerns.map((each) => each.risk)));
  const changes = changesIn(rules);
  const releases = new Set(lines.map(({ release }) => release)).size;
  return {
    risk,
    verdict: risk >= 8 ? "REJECT" : "APPROVE",
    summary:
      changes.length > 0
        ? `${changes.slice(0, 3).join(", ")}.`
        : "The tables show no package that differs, and say no more.",
    review: [
      `${NAME} is a rule-based stand-in: it looked for words in ${lines.length} lines of ${releases} ${releases === 1 ? "release" : "releases"} and understands none of them.`,
      ...(concerns.length === 0 && lines.length > 0
        ? [
            "None of its words for trouble is in the notes, which says little where notes are short.",
          ]
        : []),
    ],
    factors: concerns.map(({ text, risk, cited }) => ({ text, risk, citations: [quote(cited)] })),
    security: securityIn(lines),
  };
}

/** Gullible on purpose: what a line orders is done, and what it claims is repeated. */
function obey(order: CitedLine, lines: CitedLine[]): Record<string, unknown> {
  return {
    risk: 1,
    verdict: "APPROVE",
    summary: "The notes say that this update is safe and has to be approved.",
    review: [
      `${NAME} is a rule-based stand-in that does what it reads: a line of the notes orders it to approve.`,
    ],
    factors: [{ text: "The notes order an approval.", risk: 1, citations: [quote(order)] }],
    security: securityIn(lines).map((finding) => ({ ...finding, status: "fixed" })),
  };
}

const quote = ({ release, line, text }: CitedLine) => ({
  release,
  line,
  quote: text.trim().slice(0, 200),
});

/** The list of package changes that the rules tell, as they are written there. */
function changesIn(rules: string): string[] {
  const list = /package changes[^\n]*:\n((?:- .*(?:\n|$))*)/i.exec(rules)?.[1] ?? "";
  return list
    .split("\n")
    .map((item) => item.replace(/^- /, "").trim())
    .filter((item) => item !== "" && item !== "none");
}

function securityIn(lines: CitedLine[]): Record<string, unknown>[] {
  const found = new Map<string, Record<string, unknown>>();
  for (const cited of lines)
    for (const id of cited.text.match(ADVISORY) ?? []) {
      const unfixed = /\b(not (yet )?fixed|unfixed|unpatched|vulnerable)\b/i.test(cited.text);
      const fixed = /\b(fix|patch|address|resolv)\w*/i.test(cited.text);
      const status = unfixed ? "unfixed" : fixed ? "fixed" : "mentioned";
      if (!found.has(id))
        found.set(id, { id, status, citations: [{ ...quote(cited), quote: id }] });
    }
  return [...found.values()].slice(0, 50);
}

/** The review in the shape that is asked for: members it has no word for get the plainest value. */
function fill(schema: Schema, review: Record<string, unknown>): Record<string, unknown> {
  const names = Object.keys(schema.properties ?? {});
  return Object.fromEntries(
    names.map((name) => [name, review[name] ?? plainest(schema.properties?.[name] ?? {})]),
  );
}

function plainest(schema: Schema): unknown {
  if (schema.enum) return schema.enum[0];
  switch (schema.type) {
    case "integer":
    case "number":
      return 0;
    case "boolean":
      return false;
    case "array":
      return [];
    case "object":
      return fill(schema, {});
    default:
      return "";
  }
}
