import "server-only";
import { StartPipelineExecutionCommand } from "@aws-sdk/client-codepipeline";
import { callAws, type UpstreamCtx } from "../call-aws";
import { asRefusal } from "../refusal";
import { codepipeline } from "./client";

const REFUSED: Record<string, string> = {
  ConcurrentPipelineExecutionsLimitExceededException:
    "The pipeline already runs as many executions as it may.",
  ConflictException: "The pipeline is being changed; try again in a moment.",
};

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
    throw asRefusal(error, REFUSED);
  }
}
