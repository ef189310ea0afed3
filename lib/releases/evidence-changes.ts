/** What changed between the evidence a person looked at and the evidence now, as sentences. */
import type { ApprovalView, Evidence } from "./model";
import { revisionName, sameRevision } from "./revision-text";

/** Parts of the evidence as `missing` names them. */
const PARTS = {
  runningNow: "What production runs",
  build: "The build",
  alarms: "The alarms",
} as const;
type Part = keyof typeof PARTS;

const isUnread = ({ missing }: Evidence, part: Part): boolean =>
  missing.some((text) => text.startsWith(`${PARTS[part]} cannot be read`));

function runningChanges(a: Evidence, b: Evidence): string[] {
  const changes: string[] = [];
  const ran = a.runningNow?.revision;
  const runs = b.runningNow?.revision;
  if ((ran || runs) && !sameRevision(ran, runs)) {
    changes.push(
      runs
        ? `Production now runs ${revisionName(runs)}.`
        : "What production runs is no longer known.",
    );
  }
  if (a.commitsBetween.length !== b.commitsBetween.length) {
    changes.push(
      `${b.commitsBetween.length} commits lie between now, not ${a.commitsBetween.length}.`,
    );
  }
  return changes;
}

function buildChanges(a: Evidence["build"], b: Evidence["build"]): string[] {
  const changes: string[] = [];
  if (a?.status !== b?.status || a?.buildId !== b?.buildId) {
    changes.push(
      b
        ? `The build is now ${b.status.toLowerCase().replace("_", " ")}.`
        : "The build can no longer be read.",
    );
  }
  if (a?.tests?.failed !== b?.tests?.failed || a?.tests?.total !== b?.tests?.total)
    changes.push("The test result changed.");
  return changes;
}

/** Changes of one part; of one that could not be read, before or now, nothing else is known. */
function partChanges(a: Evidence, b: Evidence, part: Part): string[] {
  if (isUnread(b, part)) return [];
  if (isUnread(a, part)) return [`${PARTS[part]} can be read again.`];
  if (part === "runningNow") return runningChanges(a, b);
  return part === "build" ? buildChanges(a.build, b.build) : alarmChanges(a.alarms, b.alarms);
}

function alarmChanges(before: Evidence["alarms"], after: Evidence["alarms"]): string[] {
  const was = new Map(before.map((alarm) => [alarm.name, alarm.state]));
  const changes = after
    .filter((alarm) => was.get(alarm.name) !== alarm.state)
    .map((alarm) => {
      const from = was.get(alarm.name);
      return from
        ? `Alarm ${alarm.name} went from ${from} to ${alarm.state}.`
        : `Alarm ${alarm.name} is new: ${alarm.state}.`;
    });
  const now = new Set(after.map((alarm) => alarm.name));
  return [
    ...changes,
    ...before
      .filter((alarm) => !now.has(alarm.name))
      .map((alarm) => `Alarm ${alarm.name} is gone.`),
  ];
}

/** Empty when nothing that a person can see differs. */
export function evidenceChanges(before: ApprovalView, after: ApprovalView): string[] {
  if (before.evidenceHash === after.evidenceHash) return [];
  const changes: string[] = [];
  const a = before.evidence;
  const b = after.evidence;
  if (before.executionId !== after.executionId) {
    changes.push(
      `Another execution waits now: it would run ${revisionName(b.wouldRun.revisions[0])}.`,
    );
  } else if (
    !sameRevision(a.wouldRun.revisions[0], b.wouldRun.revisions[0]) &&
    b.wouldRun.revisions[0]
  ) {
    changes.push(`It would now run ${revisionName(b.wouldRun.revisions[0])}.`);
  }
  for (const part of ["runningNow", "build", "alarms"] as const)
    changes.push(...partChanges(a, b, part));
  if (a.lastFailure?.executionId !== b.lastFailure?.executionId && b.lastFailure) {
    changes.push(`A release failed meanwhile: ${b.lastFailure.what}`);
  }
  changes.push(...b.missing.filter((text) => !a.missing.includes(text)));
  return changes.length > 0 ? changes : ["Details of the evidence changed."];
}
