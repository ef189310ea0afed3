/**
 * Evidence as one text, so that two looks at the same facts hash alike: keys sorted, what ticks or
 * is only worded differently (durations, times, alarm reasons) left out.
 */
import type { ApprovalView, Revision } from "./model";

const revisionKey = (revision: Revision) => ({
  source: revision.source,
  id: revision.id,
  commit: revision.commit?.id,
});

/** What of the evidence counts. `missing` counts by part: why a part cannot be read changes by the second. */
function whatCounts(
  view: Pick<ApprovalView, "pipeline" | "stage" | "action" | "executionId" | "evidence">,
) {
  const { runningNow, wouldRun, build, lastFailure, ...evidence } = view.evidence;
  return {
    place: [view.pipeline, view.stage, view.action, view.executionId],
    runningNow: runningNow && {
      executionId: runningNow.executionId,
      deploymentId: runningNow.deploymentId,
      revision: runningNow.revision && revisionKey(runningNow.revision),
    },
    wouldRun: {
      executionId: wouldRun.executionId,
      revisions: wouldRun.revisions.map(revisionKey),
    },
    commits: evidence.commitsBetween.map((commit) => commit.id),
    commitsIncomplete: evidence.commitsIncomplete,
    build: build && { id: build.buildId, status: build.status, tests: build.tests },
    alarms: evidence.alarms.map((alarm) => [alarm.name, alarm.state]),
    lastFailure: lastFailure && { executionId: lastFailure.executionId },
    missing: evidence.missing.map((sentence) => sentence.split(" cannot be read")[0]).sort(),
  };
}

export const canonicalEvidence = (view: Parameters<typeof whatCounts>[0]): string =>
  canonicalJson(whatCounts(view));

/**
 * JSON with sorted keys and without absent members. Apart from `lib/platform/canonical-json`, because
 * keys that are whole numbers come in the order of numbers here, and dates as their text.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : inner,
  );
}
