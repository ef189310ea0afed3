/** What a log says of a failure, found by rules: every finding names the lines that it rests on. */
import type { LogLine } from "./log-lines";

export interface LogFinding {
  kind: LogKind;
  /** One sentence. */
  what: string;
  /** The lines that say so, at most `CITED` of them. */
  lines: LogLine[];
}

export type LogKind =
  | "other_port"
  | "refused"
  | "listens"
  | "status"
  | "timeout"
  | "missing"
  | "denied"
  | "exhausted"
  | "tests"
  | "said";

const CITED = 6;

interface Rule {
  kind: LogKind;
  fits: RegExp;
  /** Looked for in the first line that fits; its group is given to `what`. */
  at?: RegExp;
  /** The last line counts: what was before was said by the version before. */
  last?: true;
  what(at: string | undefined): string;
}

/** Lines are strangers' text: rules look at so much of each, so that none can keep them busy. */
const LOOKED_AT = 500;
const ADDRESS = /((?:https?:\/\/)?(?:\[[0-9a-f:]{2,45}\]|[\w.-]{1,100}):\d{2,5})/i;

const RULES: readonly Rule[] = [
  {
    kind: "refused",
    fits: /connection refused|ECONNREFUSED/i,
    at: ADDRESS,
    what: (at) =>
      at
        ? `Nothing accepted connections at ${at}.`
        : "Nothing accepted connections where they were tried.",
  },
  {
    kind: "listens",
    fits: /\blisten(?:s|ing)? (?:on|at) (?:port )?\S{0,100}\d{2,5}/i,
    at: /\blisten(?:s|ing)? (?:on|at) (?:port )?(\S{0,100}\d{2,5})/i,
    last: true,
    what: (at) => `The application says that it listens on ${at}.`,
  },
  {
    kind: "status",
    fits: /(?:status|HTTP(?:\/[\d.]{1,5})?) (?:code )?[45]\d\d\b/i,
    at: /(?:status|HTTP(?:\/[\d.]{1,5})?) (?:code )?([45]\d\d)\b/i,
    what: (at) => `Something answered, with status ${at}.`,
  },
  {
    kind: "timeout",
    fits: /timed? ?out|ETIMEDOUT|deadline exceeded/i,
    what: () => "Something took longer than it was given.",
  },
  {
    kind: "missing",
    fits: /no such file|ENOENT|command not found|cannot find module|module not found/i,
    what: () => "Something that was looked for is not there.",
  },
  {
    kind: "denied",
    fits: /permission denied|EACCES|access ?denied|not authorized/i,
    what: () => "Something was not allowed.",
  },
  {
    kind: "exhausted",
    fits: /out of memory|ENOSPC|no space left|ENOMEM|too many open files/i,
    what: () => "Memory, disk or file handles ran out.",
  },
  {
    kind: "tests",
    fits: /^(?:\[\w+\])?\s*(?:not ok|✖|✗|FAIL(?:ED)?\b|# fail [1-9]|\d+ (?:tests? )?failed)/i,
    what: () => "Tests failed.",
  },
];

const SAYS_ERROR = /\b(?:error|fatal|exception|failed|panic)\b/i;

const portOf = (address: string | undefined): string | undefined =>
  /(?:^|:)(\d{2,5})$/.exec(address ?? "")?.[1];

/** Findings, the most telling first; a log that no rule knows is searched for the word error. */
export function explainLog(lines: readonly LogLine[]): LogFinding[] {
  const found = RULES.flatMap((rule) => {
    const fitting = lines.filter(({ text }) => rule.fits.test(text.slice(0, LOOKED_AT)));
    const telling = rule.last ? fitting.at(-1) : fitting[0];
    if (!telling) return [];
    const at = rule.at?.exec(telling.text.slice(0, LOOKED_AT))?.[1];
    const cited = rule.last ? [telling] : fitting.slice(0, CITED);
    return [{ at, finding: { kind: rule.kind, what: rule.what(at), lines: cited } }];
  });
  const findings = found.map(({ finding }) => finding);
  const mismatch = otherPort(found);
  if (mismatch) return [mismatch, ...findings];
  if (findings.length > 0) return findings;
  const said = lines.filter(({ text }) => SAYS_ERROR.test(text.slice(0, LOOKED_AT))).slice(-CITED);
  return said.length > 0
    ? [{ kind: "said", what: "The log speaks of an error in these lines.", lines: said }]
    : [];
}

/** Asked at one port and listening on another explains both. */
function otherPort(found: readonly { at?: string; finding: LogFinding }[]): LogFinding | undefined {
  const refused = found.find(({ finding }) => finding.kind === "refused");
  const listens = found.find(({ finding }) => finding.kind === "listens");
  const [asked, served] = [portOf(refused?.at), portOf(listens?.at)];
  if (!refused || !listens || !asked || !served || asked === served) return undefined;
  return {
    kind: "other_port",
    what: `Port ${asked} was asked and nothing answers there; the application listens on port ${served}.`,
    lines: [...refused.finding.lines.slice(0, 1), ...listens.finding.lines.slice(-1)],
  };
}
