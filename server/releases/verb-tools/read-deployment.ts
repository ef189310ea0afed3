import "server-only";
import { z } from "zod";
import { registerVerbTool } from "@/server/platform/verb-tools";
import { logName, readDeploymentStory } from "./deployment-story";
import { DESCRIBED, revisionWords } from "./words";

const TARGETS = 30;

registerVerbTool({
  name: "release_read_deployment",
  description:
    "Reads one deployment as a story: status, revisions, every instance with its lifecycle events, the scripts that failed with their exit codes and numbered log lines, which instances were never reached, and the rollback. Cite a log line by the log's name and its number.",
  class: "read",
  permission: "release.read",
  input: z.object({ deploymentId: z.string().min(1).max(100).describe(DESCRIBED.deploymentId) }),
  run: async ({ ctx, input: { deploymentId } }) => {
    const { view, story, logs, missing } = await readDeploymentStory(ctx, deploymentId);
    return {
      deploymentId: view.id,
      status: view.status,
      application: view.application,
      deploymentGroup: view.deploymentGroup,
      type: view.type,
      startedBy: view.creator,
      createdAt: view.createdAt,
      completedAt: view.completedAt,
      revision: revisionWords(view.revision),
      previousRevision: revisionWords(view.previousRevision),
      ...(view.pipeline && { pipeline: view.pipeline }),
      ...(view.error && { error: view.error }),
      instances: view.overview,
      targets: view.targets.slice(0, TARGETS).map((target) => ({
        id: target.id.split("/").at(-1),
        status: target.status,
        ...(target.label && { fleet: target.label }),
        events: target.events.map(({ name, status }) => `${name}: ${status}`),
      })),
      ...(story && {
        failedDeployment: story.failedId,
        failures: story.failures.map((failure) => ({
          instance: failure.targetId.split("/").at(-1),
          event: failure.event,
          status: "Failed",
          script: failure.diagnostics?.scriptName,
          errorCode: failure.diagnostics?.errorCode,
          exitCode: failure.exitCode,
          message: failure.diagnostics?.message,
          log: logName(failure.event, failure.targetId),
          endedAt: failure.endedAt,
        })),
        logs,
        neverReached: story.neverReached.map((id) => id.split("/").at(-1)),
        ...(story.rollbackId && {
          rollback: {
            deploymentId: story.rollbackId,
            status: story.rollback?.status,
            revision: revisionWords(story.rollback?.revision),
            ...(story.message && { message: story.message }),
          },
        }),
        runsNow: story.runningNow.map(({ revision, on, of }) => ({
          revision: revisionWords(revision),
          instances: `${on} of ${of}`,
        })),
      }),
      ...(missing.length > 0 && { couldNotBeRead: missing }),
    };
  },
});
