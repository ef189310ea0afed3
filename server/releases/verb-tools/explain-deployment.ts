import "server-only";
import { revisionName } from "@/lib/releases/revision-text";
import type { UpstreamCtx } from "@/server/aws/call-aws";
import { logName, readDeploymentStory } from "./deployment-story";
import { type Explanation, findingsOf } from "./explanation";

/** Why a deployment failed, from its scripts' logs; of a rollback why the other one did. */
export async function explainDeployment(ctx: UpstreamCtx, id: string): Promise<Explanation> {
  const { view, story, logs, missing } = await readDeploymentStory(ctx, id);
  if (!story)
    return {
      subject: `deployment ${id}`,
      failed: false,
      findings: [{ what: `It did not fail: its status is ${view.status}.` }],
      cannotTell: [],
    };
  const { failed, failures, neverReached, rollbackId } = story;
  const scripts = failures.map(({ event, targetId, diagnostics, exitCode }) => ({
    what: `${logName(event, targetId)} failed${diagnostics?.scriptName ? `: ${diagnostics.scriptName}` : ""}${exitCode === undefined ? "" : ` ended with exit code ${exitCode}`}.`,
  }));
  const fromLogs = findingsOf(logs);
  return {
    subject: `deployment ${story.failedId}`,
    failed: true,
    findings: [
      ...scripts,
      ...fromLogs,
      ...(failed?.revision
        ? [
            {
              what: `It brought ${revisionName(failed.revision)}${failed.previousRevision ? ` in place of ${revisionName(failed.previousRevision)}` : ""}.`,
            },
          ]
        : []),
      ...(neverReached.length > 0
        ? [
            {
              what: `It never reached ${neverReached.map((each) => each.split("/").at(-1)).join(", ")}.`,
            },
          ]
        : []),
      ...(rollbackId
        ? [
            {
              what: `Deployment ${rollbackId} rolled it back${story.rollback ? ` to ${revisionName(story.rollback.revision)}: ${story.rollback.status}` : ""}.`,
            },
          ]
        : []),
      ...(failed?.error?.message ? [{ what: `CodeDeploy says: ${failed.error.message}` }] : []),
    ],
    cannotTell: unsaid(scripts.length, logs.length, fromLogs.length),
    ...(missing.length > 0 && { couldNotBeRead: missing }),
  };
}

function unsaid(scripts: number, logs: number, findings: number): string[] {
  if (scripts === 0) return ["No lifecycle event of an instance failed, so there is no log."];
  if (logs === 0) return ["The scripts that failed left no log."];
  const why = "Which change of the code caused it: no log holds the code.";
  return findings === 0 ? ["The logs say nothing that a rule knows; read them.", why] : [why];
}
