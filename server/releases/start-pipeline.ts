import "server-only";
import { canStart } from "@/lib/releases/eligibility";
import { topics } from "@/lib/releases/keys";
import type { StartPipelineInput } from "@/lib/releases/model";
import { getPipelineState } from "@/server/aws/codepipeline/get-pipeline-state";
import { startExecution } from "@/server/aws/codepipeline/start-execution";
import { wakeTopics } from "@/server/live/hub";
import type { Ctx } from "@/server/platform/ctx";
import { AppError } from "@/server/platform/errors";

/** Release change: a new execution with the newest source. */
export async function startPipeline({
  ctx,
  input: { pipeline },
}: {
  ctx: Ctx;
  input: StartPipelineInput;
}): Promise<{ message: string; executionId: string }> {
  const state = await getPipelineState(ctx, pipeline);
  const verdict = canStart({
    role: ctx.person.role,
    stale: false,
    sourceDisabled: state.stages[0]?.transition.enabled === false,
  });
  if (!verdict.allowed) throw new AppError("conflict", verdict.why);
  // AWS takes 1 to 128 letters, digits and hyphens; the same token again starts nothing new.
  const token = ctx.requestId.replace(/[^a-zA-Z0-9-]/g, "-").slice(0, 128);
  const { executionId } = await startExecution(ctx, pipeline, token);
  wakeTopics([topics.pipeline(pipeline), topics.pipelines()]);
  return { message: `Started a release of ${pipeline}.`, executionId };
}
