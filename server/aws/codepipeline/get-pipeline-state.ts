import "server-only";
import { GetPipelineStateCommand, type StageState } from "@aws-sdk/client-codepipeline";
import type { ActionStatus, StageView } from "@/lib/releases/model";
import { callAws, type UpstreamCtx } from "../call-aws";
import { iso } from "../timestamps";
import { codepipeline } from "./client";
import { requirePipelineName } from "./require-name";

/** What an action does now. The approval token stays in this adapter: `hasToken` only says that there is one. */
export interface ActionState {
  name: string;
  status?: ActionStatus;
  actionExecutionId?: string;
  summary?: string;
  changedAt?: string;
  changedBy?: string;
  error?: { code?: string; message?: string };
  externalId?: string;
  externalUrl?: string;
  hasToken: boolean;
}

export interface StageStateNow
  extends Pick<
    StageView,
    "name" | "status" | "executionId" | "executionType" | "inbound" | "transition"
  > {
  actions: ActionState[];
}

export interface PipelineStateNow {
  version: number;
  stages: StageStateNow[];
}

function actionState(action: NonNullable<StageState["actionStates"]>[number]): ActionState {
  const run = action.latestExecution;
  return {
    name: action.actionName ?? "",
    status: run?.status,
    actionExecutionId: run?.actionExecutionId,
    summary: run?.summary,
    changedAt: iso(run?.lastStatusChange),
    changedBy: run?.lastUpdatedBy,
    error: run?.errorDetails && {
      code: run.errorDetails.code,
      message: run.errorDetails.message,
    },
    externalId: run?.externalExecutionId,
    externalUrl: run?.externalExecutionUrl ?? action.entityUrl,
    hasToken: Boolean(run?.token),
  };
}

function stageState(stage: StageState): StageStateNow {
  const inbound =
    stage.inboundExecutions ?? (stage.inboundExecution ? [stage.inboundExecution] : []);
  const transition = stage.inboundTransitionState;
  return {
    name: stage.stageName ?? "",
    status: stage.latestExecution?.status,
    executionId: stage.latestExecution?.pipelineExecutionId,
    executionType: stage.latestExecution?.type,
    inbound: inbound.map((execution) => ({
      executionId: execution.pipelineExecutionId ?? "",
      status: execution.status,
    })),
    transition: {
      enabled: transition?.enabled ?? true,
      disabledReason: transition?.disabledReason,
      changedBy: transition?.lastChangedBy,
      changedAt: iso(transition?.lastChangedAt),
    },
    actions: (stage.actionStates ?? []).map(actionState),
  };
}

/** What each stage does now. Needs codepipeline:GetPipelineState. */
export async function getPipelineState(ctx: UpstreamCtx, name: string): Promise<PipelineStateNow> {
  requirePipelineName(name);
  const state = await callAws(ctx, "codepipeline", "GetPipelineState", (options) =>
    codepipeline().send(new GetPipelineStateCommand({ name }), options),
  );
  return {
    version: state.pipelineVersion ?? 0,
    stages: (state.stageStates ?? []).map(stageState),
  };
}
