import "server-only";
import { z } from "zod";
import { registerVerbTool } from "@/server/platform/verb-tools";
import { readPipeline } from "../read-pipeline";
import { DESCRIBED, revisionWords } from "./words";

const EXECUTIONS = 10;

registerVerbTool({
  name: "release_read_pipeline",
  description:
    "Reads one pipeline: each stage with its execution and actions (their errors, build ids and deployment ids), whether the stage can be retried, what waits for an approval, and the newest executions. An id of an action leads to release_read_deployment (d-…) or release_read_log (a build).",
  class: "read",
  permission: "release.read",
  input: z.object({ pipeline: z.string().min(1).max(100).describe(DESCRIBED.pipeline) }),
  run: async ({ ctx, input }) => {
    const view = await readPipeline(ctx, input.pipeline);
    return {
      name: view.name,
      mode: view.mode,
      stages: view.stages.map((stage) => ({
        name: stage.name,
        status: stage.status ?? "never ran",
        executionId: stage.executionId,
        ...(stage.executionType === "ROLLBACK" && { isRollback: true }),
        canRetry: stage.retry.allowed ? "yes" : `no: ${stage.retry.why}`,
        actions: stage.actions.map((action) => ({
          name: action.name,
          provider: action.provider,
          status: action.status ?? "never ran",
          ...(action.externalId && { id: action.externalId }),
          ...(action.changedAt && { changedAt: action.changedAt }),
          ...(action.error?.message && { error: action.error.message }),
        })),
      })),
      waitingApprovals: view.approvals.map(({ stage, action, executionId }) => ({
        stage,
        action,
        executionId,
      })),
      deploysTo: view.fleets,
      executions: view.executions.slice(0, EXECUTIONS).map((execution) => ({
        id: execution.id,
        status: execution.status,
        type: execution.type,
        startedAt: execution.startedAt,
        revision: revisionWords(execution.revisions[0]),
        ...(execution.statusSummary && { summary: execution.statusSummary }),
        ...(execution.stopReason && { stopReason: execution.stopReason }),
      })),
      ...(view.missing.length > 0 && { couldNotBeRead: view.missing }),
    };
  },
});
