import type { Variant } from "./config";
import type { Citation, SecurityFinding, Severity } from "./model";
import { cite, type ReleaseEntry } from "./release-entry";

/** CVE and Amazon Linux advisory ids. */
export const ADVISORY = /\b(?:CVE-\d{4}-\d{4,7}|ALAS[A-Z0-9.]{0,30}-\d{4}-\d{1,6})\b/gi;

const UNFIXED =
  /\b(unfixed|unpatched|unresolved|not (yet )?(been )?(fixed|patched|addressed|resolved|mitigated)|does not (yet )?(fix|address|include (a|the) (fix|patch))|no (fix|patch)|without (a )?(fix|patch)|still (vulnerable|affected)|(remains?|is|are) (vulnerable|affected)|pending)\b/i;
/** Said of a hole, and of what a fix mends: it counts only where nothing is fixed. */
const INTRODUCED = /\bintroduc(es?|ed|ing)\b/i;
const FIXED =
  /\b(fix(es|ed|ing)?|patch(es|ed|ing)?|address(es|ed|ing)?|resolv(es?|ed|ing)|mitigat(es?|ed|ing)|remediat(es?|ed|ing))\b/i;
const SEVERITY: [Severity, RegExp][] = [
  ["critical", /\bcritical\b/i],
  ["high", /\b(high|important)\b/i],
  ["medium", /\b(medium|moderate)\b/i],
  ["low", /\blow\b/i],
];
/** Words that say that a line is about one kind of image only. */
const ABOUT: Record<Exclude<Variant, "standard">, RegExp> = {
  nvidia: /\b(nvidia|gpu|accelerated|cuda)\b/i,
  neuron: /\bneuron\w*\b/i,
};
const FINDINGS = 200;
const ORDER: SecurityFinding["status"][] = ["mentioned", "fixed", "unfixed"];
const GRAVITY: Severity[] = ["unknown", "low", "medium", "high", "critical"];

/**
 * The CVEs and advisories that the notes name, and what the line says of each: `fixed`, `unfixed`, or
 * only `mentioned`, also where a fix is for another kind of image. What is said twice counts as the worse.
 */
export function securityOf(entries: ReleaseEntry[], variant: Variant): SecurityFinding[] {
  const findings = new Map<string, SecurityFinding>();
  for (const entry of entries)
    for (const { line, text } of proseOf(entry)) {
      const ids = new Set((text.match(ADVISORY) ?? []).map((id) => id.toUpperCase()));
      if (ids.size === 0) continue;
      const said = `${parentOf(entry, line)} ${text}`;
      for (const id of ids)
        merge(findings, {
          id,
          status: statusOf(said, variant, isOfLater(id, entry.release)),
          severity: severityOf(said),
          citations: [cite(entry, line)],
        });
      if (findings.size >= FINDINGS) return [...findings.values()];
    }
  return [...findings.values()];
}

/** Nothing that was numbered in a later year can have been fixed: an invented id must not hurry anybody. */
const isOfLater = (id: string, release: string): boolean =>
  Number(/-(\d{4})-/.exec(id)?.[1]) > Number(release.slice(1, 5));

function statusOf(text: string, variant: Variant, later: boolean): SecurityFinding["status"] {
  if (UNFIXED.test(text)) return "unfixed";
  if (!FIXED.test(text)) return INTRODUCED.test(text) ? "unfixed" : "mentioned";
  return later || isAboutAnother(text, variant) ? "mentioned" : "fixed";
}

/** Only fixes are left out by it: a hole in another kind of image still counts. */
function isAboutAnother(text: string, variant: Variant): boolean {
  const named = (["nvidia", "neuron"] as const).filter((each) => ABOUT[each].test(text));
  return named.length > 0 && !named.some((each) => each === variant);
}

const severityOf = (text: string): Severity =>
  SEVERITY.find(([, words]) => words.test(text))?.[0] ?? "unknown";

function merge(findings: Map<string, SecurityFinding>, finding: SecurityFinding): void {
  const before = findings.get(finding.id);
  if (!before) findings.set(finding.id, finding);
  else findings.set(finding.id, worse(before, finding));
}

/** Both findings of one id as one: the worse status and severity, the citations of both, at most five. */
export function worse(one: SecurityFinding, other: SecurityFinding): SecurityFinding {
  const graver = <T>(order: T[], a: T, b: T): T => (order.indexOf(a) < order.indexOf(b) ? b : a);
  const same = (a: Citation) => (b: Citation) => a.release === b.release && a.line === b.line;
  const added = other.citations.filter((each) => !one.citations.some(same(each)));
  return {
    id: one.id,
    status: graver(ORDER, one.status, other.status),
    severity: graver(GRAVITY, one.severity, other.severity),
    citations: [...one.citations, ...added].slice(0, 5),
  };
}

/** Lines outside the tables, without the targets of links, which repeat ids in other spellings. */
function proseOf(entry: ReleaseEntry): { line: number; text: string }[] {
  return entry.lines.flatMap((raw, at) =>
    /^\s*<\/?(t[dhr]|table|details|summary)\b/i.test(raw)
      ? []
      : [{ line: at + 1, text: raw.slice(0, 2_000).replace(/\]\([^()\s]{0,500}\)/g, "]") }],
  );
}

/** The bullet that a deeper bullet belongs to: it says what is done about the ids below it. */
function parentOf(entry: ReleaseEntry, line: number): string {
  const indent = (text: string): number => /^\s*/.exec(text)?.[0].length ?? 0;
  const own = entry.lines[line - 1] ?? "";
  if (!/^\s+[-*+]\s/.test(own)) return "";
  for (let at = line - 2; at >= Math.max(0, line - 12); at--) {
    const text = entry.lines[at] ?? "";
    if (/^\s*[-*+]\s/.test(text) && indent(text) < indent(own)) return text.slice(0, 500);
  }
  return "";
}
