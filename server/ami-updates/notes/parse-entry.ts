import "server-only";
import type { Architecture, Variant } from "@/lib/ami-updates/config";
import type { CallOut, NoteBullet, ReleaseEntry } from "@/lib/ami-updates/release-entry";
import { readSection } from "./read-section";
import { readSourceImage } from "./read-source-image";
import { withoutComments } from "./without-comments";

/** Which part of the notes counts: this Kubernetes version's, and this kind of image's column. */
export interface Wanted {
  kubernetesVersion: string;
  architecture: Architecture;
  variant: Variant;
}

const HEADING = /^#{1,6}[ \t]+(.{1,300})/;
const CALL_OUT = /^(?:\[!(\w{3,12})\]|\*\*(\w{3,12}):?\*\*:?|(\w{3,12}):)[ \t]*(.*)$/;
const KINDS: Record<string, CallOut["kind"]> = {
  note: "note",
  info: "note",
  tip: "tip",
  important: "important",
  warning: "warning",
  caution: "caution",
  attention: "warning",
  danger: "caution",
};
const BULLETS = 2_000;

/**
 * Reads a release's notes in the format of amazon-eks-ami. Takes time in proportion to the text,
 * whatever stands in it: lines are scanned once, and only the wanted tables reach the HTML parser.
 */
export function parseEntry(
  release: string,
  text: string,
  wanted: Wanted,
  options: { abandoned?: boolean; cut?: boolean } = {},
): ReleaseEntry {
  const lines = text.split("\n");
  const seen = withoutComments(text).split("\n");
  const heading = headingOf(release, seen);
  const problems = options.cut
    ? [`The notes of ${release} are too long, so that their end was not read.`]
    : [];
  const { section, problem } = readSection(release, seen, wanted);
  if (problem) problems.push(problem);
  return {
    release,
    abandoned: options.abandoned === true || heading?.abandoned === true,
    ...(heading ? { headingLine: heading.line } : {}),
    ...proseOf(seen),
    ...readSourceImage(seen, wanted),
    ...(section ? { section } : {}),
    problems,
    lines,
  };
}

/** `# [ABANDONED] AMI Release v20260311`: the heading of this very release, or a title that GitHub kept. */
function headingOf(
  release: string,
  lines: string[],
): { line: number; abandoned: boolean } | undefined {
  const headings = lines.flatMap((text, at) => {
    const title = HEADING.exec(text)?.[1] ?? "";
    const own = /\bAMI Release\b/i.test(title) && title.includes(release);
    return own ? [{ line: at + 1, abandoned: isAbandoned(title) }] : [];
  });
  return headings.find(({ abandoned }) => abandoned) ?? headings[0];
}

export const isAbandoned = (title: string): boolean => /\[\s*abandoned\s*\]/i.test(title);

/** Call-outs and bullets, also those in a fence of code: a warning counts wherever it stands. */
function proseOf(lines: string[]): { callOuts: CallOut[]; bullets: NoteBullet[] } {
  const callOuts: CallOut[] = [];
  const bullets: NoteBullet[] = [];
  let quoted: { line: number; text: string[] } | undefined;
  let heading = "";
  const endQuote = (last: number) => {
    if (quoted) callOuts.push(callOutOf(quoted.line, last, quoted.text));
    quoted = undefined;
  };
  lines.forEach((raw, at) => {
    const text = raw.slice(0, 2_000);
    const line = at + 1;
    const quote = /^\s{0,3}>[ \t]?(.*)$/.exec(text);
    if (quote && callOuts.length < BULLETS) {
      quoted ??= { line, text: [] };
      quoted.text.push((quote[1] ?? "").trim());
      return;
    }
    endQuote(line - 1);
    heading = HEADING.exec(text)?.[1]?.trim() ?? heading;
    const bullet = /^\s*[-*+][ \t]+(\S.*)$/.exec(text)?.[1];
    if (bullet && !/^new contributors$/i.test(heading) && bullets.length < BULLETS)
      bullets.push({ text: bullet, line });
  });
  endQuote(lines.length);
  return { callOuts, bullets };
}

function callOutOf(line: number, lastLine: number, text: string[]): CallOut {
  const said = CALL_OUT.exec(text.find((each) => each !== "") ?? "");
  const word = (said?.[1] ?? said?.[2] ?? said?.[3] ?? "note").toLowerCase();
  return {
    kind: KINDS[word] ?? "note",
    text: text.join(" ").slice(0, 4_000).trim(),
    line,
    lastLine,
  };
}
