import "server-only";
import { StopPipelineExecutionCommand } from "@aws-sdk/client-codepipeline";
import { callAws, type UpstreamCtx } from "../call-aws";
import { asRefusal } from "../refusal";
import { codepipeline } from "./client";

const REFUSED: Record<string, string> = {
  PipelineExecutionNotStoppableException: "The execution has ended; there is nothing to stop.",
  DuplicatedStopRequestException: "The execution is being stopped already.",
  ConflictException: "The pipeline is being changed; try again in a moment.",
};

/** Stops an execution; `reason` has 200 characters at most. Needs codepipeline:StopPipelineExecution. */
export async function stopPipelineExecution(
  ctx: UpstreamCtx,
  input: { pipeline: string; executionId: string; reason: string; abandon: boolean },
): Promise<void> {
  try {
    await callAws(ctx, "codepipeline", "StopPipelineExecution", (options) =>
      codepipeline().send(
        new StopPipelineExecutionCommand({
          pipelineName: input.pipeline,
          pipelineExecutionId: input.executionId,
          reason: input.reason,
          abandon: input.abandon,
        }),
        options,
      ),
    );
  } catch (error) {
    throw asRefusal(error, REFUSED);
  }
}
