import "server-only";
import { type CheckedAnswer, checkAnswer } from "@/lib/ami-updates/check-answer";
import { idsIn } from "@/lib/ami-updates/citations";
import type { AmiConfig, EnvironmentSettings } from "@/lib/ami-updates/config";
import { describeUpdate } from "@/lib/ami-updates/describe-changes";
import type { Analysis, Factor, ReleaseInRange, SecurityFinding } from "@/lib/ami-updates/model";
import { kubeletOf, promisedBy } from "@/lib/ami-updates/package-diff";
import { worse } from "@/lib/ami-updates/security";
import { urgencyOf } from "@/lib/ami-updates/urgency";
import { judge } from "@/lib/ami-updates/verdict";
import type { ReviewAsk, UpdateRun } from "../contracts";
import type { Asked } from "./ask-model";
import type { UpdateFacts } from "./gather-facts";

/** Notes that the guardrail keeps from the model count like notes that are missing. */
const GUARDED: Factor = {
  id: "guardrail",
  source: "model",
  risk: 6,
  reject: false,
  text: "The guardrail found text in the notes that tries to direct the reviewer, so no model has read them.",
  citations: [],
};

/** Facts and the model's word, as far as the notes bear it out, as one analysis. */
export function conclude(
  run: UpdateRun,
  facts: UpdateFacts,
  { ask, asked }: { ask: ReviewAsk; asked: Asked },
  settings: { environment: EnvironmentSettings; criteria: AmiConfig["criteria"] },
  at: Date,
): Analysis {
  const { wanted, from, releases, changes } = facts;
  const checked = asked.answer && check(asked.answer, ask, facts);
  const factors = [
    ...facts.factors,
    ...(checked?.factors ?? []),
    ...(asked.guardedNotes ? [GUARDED] : []),
  ];
  const security = joined(facts.security, checked?.security ?? []);
  const notes = notesState(releases);
  const kubelet = kubeletOf(run.to.releaseVersion);
  const summary = describeUpdate({
    from,
    to: run.to.release,
    changes,
    compared: facts.compared,
    notes,
    abandoned: facts.target?.abandoned === true,
  });
  return {
    target: { cluster: run.cluster, nodeClass: run.nodeClass },
    ...wanted,
    from: { ...run.from, ...(from ? { release: from } : {}) },
    to: run.to,
    notes,
    releases,
    packages: changes,
    promised: { ...promisedBy(facts.target), ...(kubelet ? { kubelet } : {}) },
    factors,
    security,
    urgency: urgencyOf({
      security,
      fromAbandoned: facts.fromAbandoned,
      changes: changes.length,
      unknown: !facts.compared,
    }),
    ...judge({
      factors,
      security,
      model: checked,
      environment: settings.environment,
      rejectOnUnfixedCritical: settings.criteria.rejectOnUnfixedCritical,
    }),
    ...headline(checked, facts, summary),
    model: {
      ...asked.part,
      ...(asked.answer ? { risk: asked.answer.risk, verdict: asked.answer.verdict } : {}),
      dropped: checked?.dropped ?? 0,
    },
    at: at.toISOString(),
  };
}

const check = (
  answer: NonNullable<Asked["answer"]>,
  ask: ReviewAsk,
  { entries, changes, compared }: UpdateFacts,
): CheckedAnswer =>
  checkAnswer(answer, {
    linesOf: new Map(entries.map((entry) => [entry.release, entry.lines])),
    known: idsIn([ask.rules, ...entries.map(({ lines }) => lines.join("\n"))]),
    packagesChanged: changes.length > 0 || !compared,
  });

/** Our findings, which are all that are named; the model can only tell that one is not fixed. */
const joined = (ours: SecurityFinding[], theirs: SecurityFinding[]): SecurityFinding[] =>
  ours.map((finding) =>
    theirs
      .filter(({ id, status }) => id === finding.id && status === "unfixed")
      .reduce(worse, finding),
  );

/**
 * The line that people read first. A model that says less than the facts demand, or approves what
 * they refuse, may have been talked into it: its line stands among its review then.
 */
function headline(
  checked: CheckedAnswer | undefined,
  { factors, floor }: UpdateFacts,
  facts: string,
): Pick<Analysis, "summary" | "review"> {
  const { summary, review = [], risk = 0 } = checked ?? {};
  if (summary === undefined) return { summary: facts, review };
  const agrees = risk >= floor && !factors.some(({ reject }) => reject);
  return agrees ? { summary, review } : { summary: facts, review: [summary, ...review] };
}

/** One word for all releases: `missing` when none has notes, `partly_missing` when some have not. */
function notesState(releases: ReleaseInRange[]): Analysis["notes"] {
  const states = new Set(releases.map(({ notes }) => notes));
  if (states.has("missing")) return states.size === 1 ? "missing" : "partly_missing";
  return states.has("changelog") ? "changelog" : "release";
}
