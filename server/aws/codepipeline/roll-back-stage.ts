import "server-only";
import { RollbackStageCommand } from "@aws-sdk/client-codepipeline";
import { callAws, type UpstreamCtx } from "../call-aws";
import { asRefusal } from "../refusal";
import { codepipeline } from "./client";

const REFUSED: Record<string, string> = {
  UnableToRollbackStageException: "CodePipeline does not let this stage be rolled back now.",
  PipelineExecutionOutdatedException:
    "The pipeline was changed since that execution ran, so its stage cannot be brought back.",
  ConflictException: "The stage is being changed; try again in a moment.",
};

/** Gives the id of the rollback's own execution. Needs codepipeline:RollbackStage. */
export async function rollBackPipelineStage(
  ctx: UpstreamCtx,
  input: { pipeline: string; stage: string; targetExecutionId: string },
): Promise<{ executionId: string }> {
  try {
    const answer = await callAws(ctx, "codepipeline", "RollbackStage", (options) =>
      codepipeline().send(
        new RollbackStageCommand({
          pipelineName: input.pipeline,
          stageName: input.stage,
          targetPipelineExecutionId: input.targetExecutionId,
        }),
        options,
      ),
    );
    return { executionId: answer.pipelineExecutionId ?? "" };
  } catch (error) {
    throw asRefusal(error, REFUSED);
  }
}
