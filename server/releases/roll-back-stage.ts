import "server-only";
import type { Eligibility } from "@/lib/platform/eligibility";
import { canRollBack } from "@/lib/releases/eligibility";
import { topics } from "@/lib/releases/keys";
import type { ExecutionRow, RollBackStageInput } from "@/lib/releases/model";
import { getPipelineState } from "@/server/aws/codepipeline/get-pipeline-state";
import { listExecutions } from "@/server/aws/codepipeline/list-executions";
import { rollBackPipelineStage } from "@/server/aws/codepipeline/roll-back-stage";
import { wakeTopics } from "@/server/live/hub";
import type { Ctx } from "@/server/platform/ctx";
import { AppError } from "@/server/platform/errors";
import { readDefinition } from "./read-definition";

/** Brings a stage back to an earlier execution's revision, as an execution of its own. */
export async function rollBackStage({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: RollBackStageInput;
}): Promise<{ message: string; executionId: string }> {
  const { pipeline, stage } = input;
  const { verdict } = await judgeRollBack(ctx, input);
  if (!verdict.allowed) throw new AppError("conflict", verdict.why);
  const { executionId } = await rollBackPipelineStage(ctx, input);
  wakeTopics([topics.pipeline(pipeline), topics.pipelines(), "inbox"]);
  return { message: `${stage} of ${pipeline} is being rolled back.`, executionId };
}

export interface RollBackFactsRead {
  verdict: Eligibility;
  /** What the stage holds now. */
  currentExecutionId?: string;
  status?: string;
  /** Where it would return to. */
  target?: ExecutionRow;
}

/** What a rollback meets now, for the verb and for its preview. @throws AppError not_found, upstream */
export async function judgeRollBack(
  ctx: Ctx,
  { pipeline, stage: name, targetExecutionId }: RollBackStageInput,
): Promise<RollBackFactsRead> {
  const [state, succeeded] = await Promise.all([
    getPipelineState(ctx, pipeline),
    listExecutions(ctx, pipeline, { max: 100, succeededInStage: name }),
  ]);
  const definition = await readDefinition(ctx, pipeline, state.version);
  const stage = state.stages.find((candidate) => candidate.name === name);
  const actions = definition.stages.find((candidate) => candidate.name === name)?.actions;
  if (!stage || !actions) throw new AppError("not_found", "The pipeline has no such stage.");
  const target = succeeded.executions.find(({ id }) => id === targetExecutionId);
  return {
    verdict: canRollBack({
      role: ctx.person.role,
      stale: false,
      isSource: actions.every(({ category }) => category === "Source"),
      mode: definition.mode,
      runsTarget: stage.executionId === targetExecutionId && stage.status === "Succeeded",
      ...(stage.status && { status: stage.status }),
      ...(target && { target: { type: target.type } }),
    }),
    ...(stage.executionId && { currentExecutionId: stage.executionId }),
    ...(stage.status && { status: stage.status }),
    ...(target && { target }),
  };
}
