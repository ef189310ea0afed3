import "server-only";
import { ListPipelineExecutionsCommand } from "@aws-sdk/client-codepipeline";
import type { ExecutionPage } from "@/lib/releases/model";
import { callAws, type UpstreamCtx } from "../call-aws";
import { iso } from "../timestamps";
import { codepipeline } from "./client";
import { requirePipelineName } from "./require-name";

/**
 * One page of executions, newest first. Revisions carry no commits yet (the source object knows them).
 * Needs codepipeline:ListPipelineExecutions.
 */
export async function listExecutions(
  ctx: UpstreamCtx,
  pipeline: string,
  options: { max?: number; next?: string; succeededInStage?: string } = {},
): Promise<ExecutionPage> {
  requirePipelineName(pipeline);
  const page = await callAws(ctx, "codepipeline", "ListPipelineExecutions", (sendOptions) =>
    codepipeline().send(
      new ListPipelineExecutionsCommand({
        pipelineName: pipeline,
        maxResults: options.max ?? 25,
        nextToken: options.next,
        filter: options.succeededInStage
          ? { succeededInStage: { stageName: options.succeededInStage } }
          : undefined,
      }),
      sendOptions,
    ),
  );
  return {
    executions: (page.pipelineExecutionSummaries ?? []).map((execution) => ({
      id: execution.pipelineExecutionId ?? "",
      status: execution.status ?? "InProgress",
      type: execution.executionType ?? "STANDARD",
      mode: execution.executionMode,
      trigger: execution.trigger?.triggerType
        ? { type: execution.trigger.triggerType, detail: execution.trigger.triggerDetail }
        : undefined,
      startedAt: iso(execution.startTime),
      updatedAt: iso(execution.lastUpdateTime),
      statusSummary: execution.statusSummary,
      stopReason: execution.stopTrigger?.reason,
      rollbackTargetId: execution.rollbackMetadata?.rollbackTargetPipelineExecutionId,
      revisions: (execution.sourceRevisions ?? []).map((revision) => ({
        source: revision.actionName ?? "",
        id: revision.revisionId ?? "",
        summary: revision.revisionSummary,
        url: revision.revisionUrl,
        commits: [],
      })),
    })),
    next: page.nextToken,
  };
}
