import "server-only";
import { GetPipelineExecutionCommand } from "@aws-sdk/client-codepipeline";
import type { ExecutionRow } from "@/lib/releases/model";
import { callAws, type UpstreamCtx } from "../call-aws";
import { codepipeline } from "./client";
import { requireExecutionId, requirePipelineName } from "./require-name";

/**
 * One execution by id. AWS names its revisions by artifact, not by source action, and tells no times;
 * `listExecutions` has both for recent ones. Needs codepipeline:GetPipelineExecution.
 */
export async function getExecution(
  ctx: UpstreamCtx,
  pipeline: string,
  id: string,
): Promise<ExecutionRow> {
  requirePipelineName(pipeline);
  requireExecutionId(id);
  const { pipelineExecution: execution } = await callAws(
    ctx,
    "codepipeline",
    "GetPipelineExecution",
    (options) =>
      codepipeline().send(
        new GetPipelineExecutionCommand({ pipelineName: pipeline, pipelineExecutionId: id }),
        options,
      ),
  );
  return {
    id: execution?.pipelineExecutionId ?? id,
    status: execution?.status ?? "InProgress",
    type: execution?.executionType ?? "STANDARD",
    mode: execution?.executionMode,
    trigger: execution?.trigger?.triggerType
      ? { type: execution.trigger.triggerType, detail: execution.trigger.triggerDetail }
      : undefined,
    statusSummary: execution?.statusSummary,
    rollbackTargetId: execution?.rollbackMetadata?.rollbackTargetPipelineExecutionId,
    revisions: (execution?.artifactRevisions ?? []).map((revision) => ({
      source: revision.name ?? "",
      id: revision.revisionId ?? "",
      summary: revision.revisionSummary,
      url: revision.revisionUrl,
      commits: [],
    })),
  };
}
