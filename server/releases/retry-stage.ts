import "server-only";
import { canRetry } from "@/lib/releases/eligibility";
import { topics } from "@/lib/releases/keys";
import type { RetryStageInput } from "@/lib/releases/model";
import { getPipelineState } from "@/server/aws/codepipeline/get-pipeline-state";
import { retryStageExecution } from "@/server/aws/codepipeline/retry-stage-execution";
import { wakeTopics } from "@/server/live/hub";
import type { Ctx } from "@/server/platform/ctx";
import { AppError } from "@/server/platform/errors";
import { readDefinition } from "./read-definition";

/** Runs a failed stage again, on the same execution. */
export async function retryStage({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: RetryStageInput;
}): Promise<{ message: string }> {
  const { pipeline, executionId } = input;
  const state = await getPipelineState(ctx, pipeline);
  const definition = await readDefinition(ctx, pipeline, state.version);
  const stage = state.stages.find((candidate) => candidate.name === input.stage);
  const actions = definition.stages.find((candidate) => candidate.name === input.stage)?.actions;
  if (!stage || !actions) throw new AppError("not_found", "The pipeline has no such stage.");
  const verdict = canRetry({
    role: ctx.person.role,
    stale: false,
    status: stage.status,
    isLatestInStage: stage.executionId === executionId,
    isSource: actions.every((action) => action.category === "Source"),
  });
  if (!verdict.allowed) throw new AppError("conflict", verdict.why);
  await retryStageExecution(ctx, input);
  wakeTopics([
    topics.pipeline(pipeline),
    topics.pipelines(),
    topics.execution(pipeline, executionId),
    "inbox",
  ]);
  return { message: `${input.stage} of ${pipeline} runs again.` };
}
