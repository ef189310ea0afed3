import { byGravity } from "./describe-changes";
import { codeBlock, codeSpan, escapeMarkdown, linkTo, tableCode } from "./escape-markdown";
import { imageKey } from "./image-key";
import type {
  Analysis,
  Citation,
  Factor,
  PackageChange,
  ProposedChange,
  UpdateRecord,
} from "./model";
import { writeMarker } from "./pull-request-marker";

export interface PullRequestTextInput {
  record: Pick<UpdateRecord, "id" | "cluster" | "nodeClass" | "from" | "to" | "override">;
  analysis: Analysis;
  /** The one line that the pull request changes. */
  change: Omit<ProposedChange, "title" | "body">;
  /** For a link to the proposal's page; absent where none is known. */
  consoleUrl?: string;
}

/** GitHub takes 65,536 characters; what does not fit is told of and left to the console. */
const LONGEST_BODY = 60_000;
const ROWS = 60;
const URGENCY: Record<Analysis["urgency"], string> = {
  none: "no reason to hurry",
  routine: "routine",
  soon: "roll out soon",
  urgent: "urgent",
};

/** What a pull request says: a plain title, and Markdown in which nothing from notes or model is active. */
export function pullRequestText(input: PullRequestTextInput): { title: string; body: string } {
  const { record, analysis } = input;
  const { cluster, nodeClass, from, to } = record;
  const marker = writeMarker({
    v: 1,
    updateId: record.id,
    cluster,
    nodeClass,
    from: imageKey(from),
    to: imageKey(to),
    release: to.release,
  });
  const page =
    input.consoleUrl && `${input.consoleUrl.replace(/\/$/, "")}/ami-updates/proposals/${record.id}`;
  const more = `_The rest has no room here${page ? `: ${linkTo("see the proposal", page)}` : ""}._`;
  const head = headOf(input, page);
  const tail = [merging(input), marker];
  const kept: string[] = [];
  let room = LONGEST_BODY - [...head, ...tail, more].join("\n\n").length;
  for (const section of sectionsOf(analysis)) {
    room -= section.length + 2;
    if (room < 0) {
      kept.push(more);
      break;
    }
    kept.push(section);
  }
  return {
    title: `Update the node image of ${cluster}/${nodeClass} to ${to.release}`,
    body: [...head, ...kept, ...tail].join("\n\n"),
  };
}

function headOf({ record, analysis }: PullRequestTextInput, page: string | undefined): string[] {
  const { from, to, override } = record;
  const { risk, floor, verdict, urgency, kubernetesVersion, architecture, variant } = analysis;
  return [
    `**Risk ${risk} of 10 · ${verdict} · security: ${URGENCY[urgency]}**`,
    escapeMarkdown(analysis.summary, 300),
    `From ${codeSpan(from.release ?? imageKey(from), 100)} to ${codeSpan(to.release, 100)}, for Kubernetes ${kubernetesVersion}, ${architecture}, ${variant}. The facts alone demand a risk of at least ${floor}.${page ? ` ${linkTo("Open it in the console", page)}.` : ""}`,
    ...(analysis.autoRejected
      ? [`**The rules refuse this update:** ${escapeMarkdown(analysis.autoRejected, 400)}`]
      : []),
    ...(override
      ? [
          `**Proposed all the same** by ${codeSpan(override.by, 100)}: ${escapeMarkdown(override.reason, 500)}`,
        ]
      : []),
  ];
}

const sectionsOf = (analysis: Analysis): string[] =>
  [
    packageTable(analysis.packages),
    scoreOf(analysis),
    securityOf(analysis),
    releasesOf(analysis),
    reviewOf(analysis),
    citationsOf(analysis.factors),
  ].filter((section) => section !== "");

function packageTable(changes: PackageChange[]): string {
  if (changes.length === 0)
    return "### Packages\n\nNo change of a package could be read from the tables.";
  const cell = (version: string | undefined) => (version ? tableCode(version, 100) : "—");
  const rows = byGravity(changes)
    .slice(0, ROWS)
    .map(
      ({ name, kind, from, to, level }) =>
        `| ${tableCode(name, 100)} | ${cell(from)} | ${cell(to)} | ${kind === "changed" ? (level ?? "changed") : kind} |`,
    );
  const more = changes.length > ROWS ? `\n\nAnd ${changes.length - ROWS} more.` : "";
  return `### Packages\n\n| Package | Before | After | Change |\n| --- | --- | --- | --- |\n${rows.join("\n")}${more}`;
}

const SOURCES: Record<Factor["source"], string> = {
  floor: "computed from the facts",
  criteria: "rule of this organisation",
  model: "said by the model, borne out by the notes",
};

function scoreOf({ factors, model, floor }: Analysis): string {
  const lines = [...factors]
    .sort((a, b) => b.risk - a.risk)
    .slice(0, 40)
    .map(({ text, risk, reject, source }) => {
      const counts = reject ? "refuses" : `at least ${risk}`;
      return `- **${counts}**: ${escapeMarkdown(text, 400)} _(${SOURCES[source]})_`;
    });
  const none =
    lines.length === 0 ? [`- Nothing in the facts or the rules raises it above ${floor}.`] : [];
  return `### Why this score\n\n${[...none, ...lines, `- ${modelLine(model)}`].join("\n")}`;
}

function modelLine({ modelId, outcome, why, risk, verdict, dropped }: Analysis["model"]): string {
  const name = codeSpan(modelId, 200);
  const reason = why ? ` ${escapeMarkdown(why, 300)}` : "";
  if (outcome === "replaced")
    return `The model ${name} has no part in this: the result is the deterministic one.${reason}`;
  const gone =
    dropped > 0 ? ` ${dropped} of its claims were dropped, because the notes do not say so.` : "";
  return `The model ${name} says ${risk ?? "?"} and ${verdict ?? "?"}; it can raise the score, never lower it.${reason}${gone}`;
}

function securityOf({ security }: Analysis): string {
  if (security.length === 0) return "";
  const lines = security
    .slice(0, ROWS)
    .map(
      ({ id, status, severity }) =>
        `- ${codeSpan(id, 60)}: ${status}${severity === "unknown" ? "" : `, ${severity}`}`,
    );
  return `### Security\n\n${lines.join("\n")}`;
}

function releasesOf({ releases }: Analysis): string {
  const lines = releases.slice(-30).map(({ release, notes, abandoned, url }) => {
    const from = notes === "release" ? "release notes" : notes === "changelog" ? "changelog" : "";
    const told = from === "" ? "**no notes found**" : from;
    return `- ${linkTo(codeSpan(release, 60), url)}: ${told}${abandoned ? ", **abandoned**" : ""}`;
  });
  const older = releases.length > 30 ? [`- and ${releases.length - 30} older ones`] : [];
  return `### Releases\n\n${[...lines, ...older].join("\n")}`;
}

function reviewOf({ review, model }: Analysis): string {
  if (review.length === 0) return "";
  const paragraphs = review.slice(0, 10).map((text) => `> ${escapeMarkdown(text, 1_200)}`);
  return `### What ${codeSpan(model.modelId, 200)} says\n\n${paragraphs.join("\n>\n")}`;
}

function citationsOf(factors: Factor[]): string {
  const seen = new Map<string, Citation>();
  for (const citation of factors.flatMap(({ citations }) => citations))
    seen.set(`${citation.release}:${citation.line}:${citation.quote}`, citation);
  if (seen.size === 0) return "";
  const lines = [...seen.values()]
    .slice(0, 40)
    .map(
      ({ release, line, quote }) =>
        `- ${codeSpan(release, 60)}, line ${line}: ${codeSpan(quote, 300)}`,
    );
  return `### Lines of the notes\n\n${lines.join("\n")}`;
}

function merging({ record, change }: PullRequestTextInput): string {
  return [
    "### What merging does",
    `Line ${change.line} of ${codeSpan(change.path, 500)} changes, and nothing else:`,
    codeBlock("diff", [`-${change.before}`, `+${change.after}`]),
    `Argo CD brings it to ${codeSpan(record.cluster, 100)}. Karpenter then replaces the nodes of ${codeSpan(record.nodeClass, 100)} a few at a time, as the disruption budgets allow.`,
    "**Merge to roll out, close to skip this version.**",
  ].join("\n\n");
}
