import "server-only";
import { StartPipelineExecutionCommand } from "@aws-sdk/client-codepipeline";
import { AppError, isAppError } from "@/server/platform/errors";
import { callAws, type UpstreamCtx } from "../call-aws";
import { codepipeline } from "./client";

/**
 * Starts the pipeline with the newest source. The same `clientToken` twice starts it once.
 * Needs codepipeline:StartPipelineExecution.
 */
export async function startExecution(
  ctx: UpstreamCtx,
  pipeline: string,
  clientToken: string,
): Promise<{ executionId: string }> {
  try {
    const answer = await callAws(ctx, "codepipeline", "StartPipelineExecution", (options) =>
      codepipeline().send(
        new StartPipelineExecutionCommand({ name: pipeline, clientRequestToken: clientToken }),
        options,
      ),
    );
    return { executionId: answer.pipelineExecutionId ?? "" };
  } catch (error) {
    const cause = isAppError(error) ? (error.cause as { name?: string }) : undefined;
    if (cause?.name === "ConcurrentPipelineExecutionsLimitExceededException") {
      throw new AppError("conflict", "The pipeline already runs as many executions as it may.");
    }
    if (cause?.name === "ConflictException") {
      throw new AppError("conflict", "The pipeline is being changed; try again in a moment.");
    }
    throw error;
  }
}
