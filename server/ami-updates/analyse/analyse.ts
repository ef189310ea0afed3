import "server-only";
import { checkAnswer } from "@/lib/ami-updates/check-answer";
import { idsIn } from "@/lib/ami-updates/citations";
import { settingsOf, targetId } from "@/lib/ami-updates/config";
import { applyCriteria } from "@/lib/ami-updates/criteria";
import { describeUpdate } from "@/lib/ami-updates/describe-changes";
import { floorsOf } from "@/lib/ami-updates/floors";
import type { Analysis, Factor, ReleaseInRange } from "@/lib/ami-updates/model";
import { diffPackages, kubeletOf, promisedBy } from "@/lib/ami-updates/package-diff";
import { releaseDay, tagOf } from "@/lib/ami-updates/release-tag";
import { securityOf, worse } from "@/lib/ami-updates/security";
import { urgencyOf } from "@/lib/ami-updates/urgency";
import { highest, judge } from "@/lib/ami-updates/verdict";
import { AppError } from "@/server/platform/errors";
import type { AmiParts, UpdateRun } from "../contracts";
import { fetchNotes } from "../notes/fetch-notes";
import { askModel } from "./ask-model";
import { buildAsk } from "./build-ask";

/**
 * One update, understood: notes of the whole range, package diff, floors, the organisation's rules,
 * the model's word as far as the notes bear it out. The verdict is never below what the facts demand.
 * @throws AppError not_found when the target is not configured; upstream when GitHub cannot be read
 */
export async function analyse(
  parts: Pick<AmiParts, "config" | "github" | "reviewer" | "now">,
  run: UpdateRun,
  signal?: AbortSignal,
): Promise<Analysis> {
  const config = parts.config();
  const settings = settingsOf(config, run);
  if (!settings)
    throw new AppError("not_found", `The configuration has no target ${targetId(run)}.`);
  const { cluster, nodeClass, environment } = settings;
  const { kubernetesVersion } = cluster;
  const { architecture, variant } = nodeClass;
  const wanted = { kubernetesVersion, architecture, variant };
  const from = run.from.release ?? tagOf(run.from.releaseVersion ?? "");
  const notes = await fetchNotes(
    parts.github,
    config.notes,
    { from, to: run.to.release },
    { ...wanted, fromKubernetes: minorOf(run.from.releaseVersion) },
  );
  signal?.throwIfAborted();

  const { range, releases } = notes;
  const entries = range.flatMap(({ entry }) => entry ?? []);
  const { changes, gaps, compared } = diffPackages({ release: from, entry: notes.from }, range);
  const security = securityOf(entries, variant);
  const floors = floorsOf({
    ...wanted,
    range,
    releaseVersion: run.to.releaseVersion,
    changes,
    gaps,
  });
  const day = releaseDay(run.to.release);
  const criteria = applyCriteria(config.criteria.rules, {
    risk: highest(floors),
    abandoned: floors.some(({ id }) => id === "abandoned"),
    notesMissing: floors.some(({ id }) => id === "notes-missing"),
    security,
    changes,
    releasesBetween: range.length - 1,
    ...(day ? { ageHours: (parts.now().getTime() - day.getTime()) / 3_600_000 } : {}),
  });
  const ours = [...floors, ...criteria];

  const ask = buildAsk(
    {
      wanted,
      from: run.from,
      to: run.to,
      entries,
      changes,
      gaps,
      factors: ours,
      floor: highest(ours),
    },
    config.criteria,
  );
  const asked = await askModel(
    parts.reviewer,
    ask,
    { timeoutMs: config.model.timeoutSeconds * 1_000 },
    signal,
  );
  const checked =
    asked.answer &&
    checkAnswer(asked.answer, {
      linesOf: new Map(entries.map((entry) => [entry.release, entry.lines])),
      known: idsIn([ask.rules, ...entries.map(({ lines }) => lines.join("\n"))]),
      packagesChanged: changes.length > 0 || compared === undefined,
    });

  const findings = [...security];
  for (const finding of checked?.security ?? []) {
    const at = findings.findIndex(({ id }) => id === finding.id);
    const before = findings[at];
    if (before) findings[at] = worse(before, finding);
  }
  const factors = [...ours, ...(checked?.factors ?? []), ...(asked.guardedNotes ? [GUARDED] : [])];
  const judgement = judge({
    factors,
    security: findings,
    model: checked && { risk: checked.risk, verdict: checked.verdict },
    environment,
    rejectOnUnfixedCritical: config.criteria.rejectOnUnfixedCritical,
  });
  const promised = promisedBy(range.at(-1)?.entry);
  const kubelet = kubeletOf(run.to.releaseVersion);
  const abandoned = range.at(-1)?.entry?.abandoned === true;
  const state = notesState(releases);
  return {
    target: { cluster: run.cluster, nodeClass: run.nodeClass },
    ...wanted,
    from: { ...run.from, ...(from ? { release: from } : {}) },
    to: run.to,
    notes: state,
    releases,
    packages: changes,
    promised: { ...promised, ...(kubelet ? { kubelet } : {}) },
    factors,
    security: findings,
    urgency: urgencyOf({
      security: findings,
      fromAbandoned: notes.from?.abandoned === true,
      changes: changes.length,
      unknown: compared === undefined,
    }),
    ...judgement,
    summary:
      checked?.summary ??
      describeUpdate({
        from,
        to: run.to.release,
        changes,
        compared: compared !== undefined,
        notes: state,
        abandoned,
      }),
    review: checked?.review ?? [],
    model: {
      ...asked.part,
      ...(asked.answer ? { risk: asked.answer.risk, verdict: asked.answer.verdict } : {}),
      dropped: checked?.dropped ?? 0,
    },
    at: parts.now().toISOString(),
  };
}

/** Notes that the guardrail keeps from the model count like notes that are missing. */
const GUARDED: Factor = {
  id: "guardrail",
  source: "model",
  risk: 6,
  reject: false,
  text: "The guardrail found text in the notes that tries to direct the reviewer, so no model has read them.",
  citations: [],
};

const minorOf = (releaseVersion: string | undefined): string | undefined =>
  /^(1\.\d+)\.\d+-/.exec(releaseVersion ?? "")?.[1];

/** One word for all releases: `missing` when none has notes, `partly_missing` when some have not. */
function notesState(releases: ReleaseInRange[]): Analysis["notes"] {
  const states = new Set(releases.map(({ notes }) => notes));
  if (states.has("missing")) return states.size === 1 ? "missing" : "partly_missing";
  return states.has("changelog") ? "changelog" : "release";
}
