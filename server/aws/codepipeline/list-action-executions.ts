import "server-only";
import { ListActionExecutionsCommand } from "@aws-sdk/client-codepipeline";
import type { ActionStatus, ActionView } from "@/lib/releases/model";
import { callAws, type UpstreamCtx } from "../call-aws";
import { iso } from "../timestamps";
import { codepipeline } from "./client";
import { requireExecutionId, requirePipelineName } from "./require-name";

export interface ActionExecution {
  executionId: string;
  actionExecutionId: string;
  stage: string;
  action: string;
  category: ActionView["category"];
  provider: string;
  configuration: Record<string, string>;
  status: ActionStatus;
  startedAt?: string;
  updatedAt?: string;
  updatedBy?: string;
  externalId?: string;
  externalUrl?: string;
  /** What the action said at its end; for an approval the summary that was given. */
  summary?: string;
  error?: { code?: string; message?: string };
  /** S3 places of the artifacts it made. */
  outputs: { name: string; bucket: string; key: string }[];
}

/**
 * Runs of actions, newest first: of one execution, or of the pipeline. Reads at most `pages` pages of 100.
 * Needs codepipeline:ListActionExecutions.
 */
export async function listActionExecutions(
  ctx: UpstreamCtx,
  pipeline: string,
  options: { executionId?: string; pages?: number } = {},
): Promise<ActionExecution[]> {
  requirePipelineName(pipeline);
  if (options.executionId !== undefined) requireExecutionId(options.executionId);
  const all: ActionExecution[] = [];
  let nextToken: string | undefined;
  let pages = options.pages ?? 3;
  do {
    const page = await callAws(ctx, "codepipeline", "ListActionExecutions", (sendOptions) =>
      codepipeline().send(
        new ListActionExecutionsCommand({
          pipelineName: pipeline,
          maxResults: 100,
          nextToken,
          filter: options.executionId ? { pipelineExecutionId: options.executionId } : undefined,
        }),
        sendOptions,
      ),
    );
    for (const run of page.actionExecutionDetails ?? []) {
      const result = run.output?.executionResult;
      all.push({
        executionId: run.pipelineExecutionId ?? "",
        actionExecutionId: run.actionExecutionId ?? "",
        stage: run.stageName ?? "",
        action: run.actionName ?? "",
        category: run.input?.actionTypeId?.category ?? "Invoke",
        provider: run.input?.actionTypeId?.provider ?? "",
        configuration: run.input?.resolvedConfiguration ?? run.input?.configuration ?? {},
        status: run.status ?? "InProgress",
        startedAt: iso(run.startTime),
        updatedAt: iso(run.lastUpdateTime),
        updatedBy: run.updatedBy,
        externalId: result?.externalExecutionId,
        externalUrl: result?.externalExecutionUrl,
        summary: result?.externalExecutionSummary,
        error: result?.errorDetails && {
          code: result.errorDetails.code,
          message: result.errorDetails.message,
        },
        outputs: (run.output?.outputArtifacts ?? []).flatMap((artifact) =>
          artifact.s3location?.bucket && artifact.s3location.key
            ? [
                {
                  name: artifact.name ?? "",
                  bucket: artifact.s3location.bucket,
                  key: artifact.s3location.key,
                },
              ]
            : [],
        ),
      });
    }
    nextToken = page.nextToken;
    pages -= 1;
  } while (nextToken && pages > 0);
  return all;
}
