import type { Guard } from "./guard";
import { joinedOf, onceFor, sameSet, type Words } from "./words";

/** The form in which an answer is wanted: a poem about a thing is no definition of it. */
const FORMS: readonly (readonly [form: string, pattern: RegExp])[] = [
  ["a table", /\b(?:as|in) a table\b|\btabular\b/],
  [
    "a list",
    /\b(?:as|in) (?:a |bullet )?(?:list|bullets|points)\b|\bbullet points?\b|^list\b|\blist (?:of|the|all|some)\b/,
  ],
  ["JSON", /\bjson\b/],
  ["YAML", /\byaml\b/],
  ["CSV", /\bcsv\b/],
  ["XML", /\bxml\b/],
  ["HTML", /\bhtml\b/],
  ["markdown", /\bmarkdown\b/],
  ["one sentence", /\b(?:one|single) (?:sentence|line)\b/],
  ["one word", /\b(?:one|single) word\b/],
  ["a paragraph", /\bparagraph\b/],
  ["a poem", /\bpoem\b|\bhaiku\b|\blimerick\b|\bsonnet\b|\brhyme\b/],
  ["a story", /\bstory\b/],
  ["an essay", /\bessay\b/],
  [
    "an e-mail",
    /\b(?:draft|write|compose) (?:me |us )?(?:an? |the )?(?:\w+ ){0,2}e-?mail\b(?! address)/,
  ],
  ["a summary", /\bsummari[sz]e\b|\bsummary\b|\btl;?dr\b/],
  ["a translation", /\btranslat(?:e|ion)\b/],
  ["an example", /\bexamples?\b/],
  ["a joke", /\bjokes?\b/],
  [
    "code",
    /\b(?:with|in|some|sample|example|source|write|show|give) (?:me )?(?:the )?code\b|\bcode (?:for|example|snippet|to|that)\b|\bscript\b|\bsnippet\b|\bfunction that\b|\bregex\b/,
  ],
  ["a diagram", /\bdiagram\b/],
  ["a quiz", /\bquiz\b|\bquestions about\b/],
  [
    "for a child",
    /\bchild(?:ren)?\b|\bkids?\b|\beli5\b|\b(?:like|as if) i am (?:5|five)\b|year-old\b/,
  ],
  ["in detail", /\bin (?:great )?(?:detail|depth)\b|\bdetailed\b|\bstep[- ]by[- ]step\b/],
  [
    "in plain words",
    /\b(?:simple|plain|lay|layman|layman's|easy) (?:terms|words|english|language)\b/,
  ],
  ["in technical terms", /\btechnical (?:terms|language|words)\b/],
  ["steps", /\bin (?:\w+ )?steps\b/],
];

/** Most prompts name none, and one search over all says so. */
const ANY = new RegExp(FORMS.map(([, { source }]) => source).join("|"));

const formsOf = onceFor((words: Words): string[] => {
  const text = joinedOf(words);
  if (!ANY.test(text)) return [];
  return FORMS.flatMap(([form, pattern]) => (pattern.test(text) ? [form] : []));
});

export const form: Guard = {
  name: "form",
  differs: (asked, stored) => {
    const one = formsOf(asked);
    const other = formsOf(stored);
    if (sameSet(one, other)) return undefined;
    const told = (forms: string[]) =>
      forms.length > 0 ? forms.join(" and ") : "no particular form";
    return `The answers are wanted in different forms: ${told(one)}, ${told(other)}.`;
  },
};
