/** A line of the notes, as it was numbered. */
export interface CitedLine {
  release: string;
  line: number;
  text: string;
}

export interface Concern {
  text: string;
  risk: number;
  cited: CitedLine;
}

/** Words that worry the reviewer, and how much. The first that fits a line counts. */
const WORRIES: { words: RegExp; risk: number; text: string }[] = [
  { words: /\[abandoned\]/i, risk: 10, text: "The release was abandoned." },
  {
    words: /\b(CVE-\d{4}-\d+).{0,80}\b(not (yet )?fixed|unfixed|unpatched|vulnerable)\b/i,
    risk: 9,
    text: "The notes name a vulnerability that is not fixed.",
  },
  {
    words: /\b(breaking change|incompatib\w+|data loss|must be drained|will (fail|break))\b/i,
    risk: 7,
    text: "The notes speak of a change that breaks something.",
  },
  {
    words: /\bknown (issue|defect|bug)/i,
    risk: 6,
    text: "The notes tell of a known defect.",
  },
  { words: /\brevert/i, risk: 5, text: "A change is taken back." },
  { words: /\bdowngrad/i, risk: 5, text: "Something is downgraded." },
  {
    words: /\b(override|default(s)? to|unpin|new default|switch(es|ed)? to)\b/i,
    risk: 4,
    text: "A default or a pinned version changes.",
  },
  { words: /\bdeprecat/i, risk: 4, text: "Something is deprecated." },
  { words: /^\s*[*-]\s+feat\b/i, risk: 2, text: "A feature is new." },
];
const MOST = 12;

/** What in the lines worries the reviewer, the gravest first. Tables are left to those who can compare them. */
export function findConcerns(lines: CitedLine[]): Concern[] {
  const concerns = lines.flatMap((cited): Concern[] => {
    if (/^\s*<\/?(t[dhr]|table|details|summary)/i.test(cited.text)) return [];
    const worry = WORRIES.find(({ words }) => words.test(cited.text));
    return worry ? [{ text: worry.text, risk: worry.risk, cited }] : [];
  });
  return concerns.sort((a, b) => b.risk - a.risk).slice(0, MOST);
}

/** Orders to approve that a gullible reader follows. */
export const isObeyed = (text: string): boolean =>
  /\b(must|shall|are to|please|now|always)\b.{0,40}\bapprove\b|\b(ignore|disregard)\b.{0,40}\b(instructions?|rules?)\b|"?(verdict|recommendation)"?\s*[:=]\s*"?approve|\brisk(_| )?(score)?"?\s*[:=]\s*"?1\b/i.test(
    text,
  );
