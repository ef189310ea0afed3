import "server-only";
import { canRetryStage } from "@/lib/releases/eligibility";
import type { ActionView, ExecutionPage, PipelineView, StageView } from "@/lib/releases/model";
import type { UpstreamCtx } from "@/server/aws/call-aws";
import type { PipelineDefinition } from "@/server/aws/codepipeline/get-pipeline";
import {
  getPipelineState,
  type PipelineStateNow,
  type StageStateNow,
} from "@/server/aws/codepipeline/get-pipeline-state";
import { listActionExecutions } from "@/server/aws/codepipeline/list-action-executions";
import { readApproval, type WaitingApproval } from "./read-approval";
import { fleetsOf, readDefinition } from "./read-definition";
import { readExecutions } from "./read-executions";
import { readPart } from "./read-part";

/** The pipeline with all that its page shows. What cannot be read beside its state is named in `missing`. */
export async function readPipeline(
  ctx: UpstreamCtx,
  name: string,
  previous?: PipelineView,
): Promise<PipelineView> {
  const missing: string[] = [];
  const [state, page] = await Promise.all([
    getPipelineState(ctx, name),
    readPart<ExecutionPage>(
      missing,
      "The executions",
      { executions: previous?.executions ?? [] },
      () => readExecutions(ctx, name),
    ),
  ]);
  const definition = await readDefinition(ctx, name, state.version);
  const waiting = await waitingApprovals(ctx, definition, state);
  const approvals = await Promise.all(
    waiting.map((approval) => readApproval(ctx, definition, page, approval)),
  );
  const stages = definition.stages.map((stage) =>
    stageView(
      stage,
      state.stages.find((candidate) => candidate.name === stage.name),
    ),
  );
  const sourceDisabled = stages[0]?.transition.enabled === false;
  return {
    name: definition.name,
    mode: definition.mode,
    version: definition.version,
    stages,
    executions: page.executions,
    approvals,
    fleets: fleetsOf(definition.stages),
    start: sourceDisabled
      ? { allowed: false, why: "The transition into the first stage is disabled." }
      : { allowed: true },
    missing,
  };
}

/** A manual approval waits when it is in progress and AWS gives a token for it. */
export const waitsForApproval = (
  action: StageStateNow["actions"][number],
  category: ActionView["category"] | undefined,
): boolean => action.status === "InProgress" && (action.hasToken || category === "Approval");

function stageView(
  stage: PipelineDefinition["stages"][number],
  state: StageStateNow | undefined,
): StageView {
  const isSource = stage.actions.every((action) => action.category === "Source");
  return {
    name: stage.name,
    status: state?.status,
    executionId: state?.executionId,
    executionType: state?.executionType,
    inbound: state?.inbound ?? [],
    transition: state?.transition ?? { enabled: true },
    actions: stage.actions.map((action) => {
      const now = state?.actions.find((candidate) => candidate.name === action.name);
      const { hasToken: _token, ...run } = now ?? { hasToken: false };
      return {
        ...run,
        name: action.name,
        category: action.category,
        provider: action.provider,
        runOrder: action.runOrder,
        externalId: action.category === "Approval" ? undefined : now?.externalId,
        waitsForApproval: now ? waitsForApproval(now, action.category) : false,
      };
    }),
    retry: canRetryStage({ status: state?.status, isLatestInStage: true, isSource }),
  };
}

/** In PARALLEL mode several executions may wait at one approval; a stage's state shows only one. */
export async function waitingApprovals(
  ctx: UpstreamCtx,
  definition: PipelineDefinition,
  state: PipelineStateNow,
): Promise<WaitingApproval[]> {
  const pipeline = definition.name;
  const here = state.stages.flatMap((stage) => {
    const actions = definition.stages.find((one) => one.name === stage.name)?.actions ?? [];
    return stage.actions
      .filter((action) =>
        waitsForApproval(action, actions.find((one) => one.name === action.name)?.category),
      )
      .map((action) => ({
        pipeline,
        stage: stage.name,
        action: action.name,
        executionId: stage.executionId ?? "",
        actionExecutionId: action.actionExecutionId,
        waitingSince: action.changedAt,
      }));
  });
  if (definition.mode !== "PARALLEL") return here;
  const hasApproval = definition.stages.some((stage) =>
    stage.actions.some((action) => action.category === "Approval"),
  );
  if (!hasApproval) return [];
  const runs = await listActionExecutions(ctx, pipeline, { pages: 2 });
  return runs
    .filter((run) => run.category === "Approval" && run.status === "InProgress")
    .map((run) => ({
      pipeline,
      stage: run.stage,
      action: run.action,
      executionId: run.executionId,
      actionExecutionId: run.actionExecutionId,
      waitingSince: run.startedAt ?? run.updatedAt,
    }));
}
