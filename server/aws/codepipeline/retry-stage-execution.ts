import "server-only";
import { RetryStageExecutionCommand } from "@aws-sdk/client-codepipeline";
import { callAws, type UpstreamCtx } from "../call-aws";
import { asRefusal } from "../refusal";
import { codepipeline } from "./client";

const REFUSED: Record<string, string> = {
  StageNotRetryableException: "CodePipeline does not let this stage be retried now.",
  NotLatestPipelineExecutionException: "A newer execution has entered this stage.",
  ConflictException: "The stage is being changed; try again in a moment.",
  ConcurrentPipelineExecutionsLimitExceededException:
    "The pipeline already runs as many executions as it may.",
};

/** Runs a failed stage again on the same execution. Needs codepipeline:RetryStageExecution. */
export async function retryStageExecution(
  ctx: UpstreamCtx,
  input: {
    pipeline: string;
    stage: string;
    executionId: string;
    mode: "FAILED_ACTIONS" | "ALL_ACTIONS";
  },
): Promise<void> {
  try {
    await callAws(ctx, "codepipeline", "RetryStageExecution", (options) =>
      codepipeline().send(
        new RetryStageExecutionCommand({
          pipelineName: input.pipeline,
          stageName: input.stage,
          pipelineExecutionId: input.executionId,
          retryMode: input.mode,
        }),
        options,
      ),
    );
  } catch (error) {
    throw asRefusal(error, REFUSED);
  }
}
