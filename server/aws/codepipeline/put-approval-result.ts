import "server-only";
import { GetPipelineStateCommand, PutApprovalResultCommand } from "@aws-sdk/client-codepipeline";
import { AppError } from "@/server/platform/errors";
import { callAws, type UpstreamCtx } from "../call-aws";
import { asRefusal } from "../refusal";
import { codepipeline } from "./client";
import { listActionExecutions } from "./list-action-executions";

export interface ApprovalPlace {
  pipeline: string;
  stage: string;
  action: string;
  executionId: string;
}

/** Fetches the token at the moment of use; it never leaves this file. Undefined: it does not wait for this execution. */
async function approvalToken(
  ctx: UpstreamCtx,
  place: ApprovalPlace,
  parallel: boolean,
): Promise<string | undefined> {
  if (parallel) {
    // GetPipelineState shows one execution per stage; in PARALLEL mode the external id is the token.
    const runs = await listActionExecutions(ctx, place.pipeline, {
      executionId: place.executionId,
    });
    return runs.find(
      (run) =>
        run.stage === place.stage && run.action === place.action && run.status === "InProgress",
    )?.externalId;
  }
  const state = await callAws(ctx, "codepipeline", "GetPipelineState", (options) =>
    codepipeline().send(new GetPipelineStateCommand({ name: place.pipeline }), options),
  );
  const stage = state.stageStates?.find((candidate) => candidate.stageName === place.stage);
  if (stage?.latestExecution?.pipelineExecutionId !== place.executionId) return undefined;
  const run = stage.actionStates?.find(
    (candidate) => candidate.actionName === place.action,
  )?.latestExecution;
  return run?.status === "InProgress" ? run.token : undefined;
}

const DECIDED = "This approval was decided a moment ago.";
const REFUSED: Record<string, string> = {
  ApprovalAlreadyCompletedException: DECIDED,
  InvalidApprovalTokenException: DECIDED,
};

/**
 * Decides the approval of exactly this execution. Needs codepipeline:GetPipelineState,
 * codepipeline:ListActionExecutions (PARALLEL mode) and codepipeline:PutApprovalResult.
 * @throws AppError `conflict` when it no longer waits for this execution or was decided before.
 */
export async function putApprovalResult(
  ctx: UpstreamCtx,
  place: ApprovalPlace,
  decision: { status: "Approved" | "Rejected"; summary: string; parallel: boolean },
): Promise<{ at?: string }> {
  const token = await approvalToken(ctx, place, decision.parallel);
  if (!token) throw new AppError("conflict", "This approval no longer waits.");
  try {
    const answer = await callAws(ctx, "codepipeline", "PutApprovalResult", (options) =>
      codepipeline().send(
        new PutApprovalResultCommand({
          pipelineName: place.pipeline,
          stageName: place.stage,
          actionName: place.action,
          token,
          result: { status: decision.status, summary: decision.summary.slice(0, 512) },
        }),
        options,
      ),
    );
    return { at: answer.approvedAt?.toISOString() };
  } catch (error) {
    throw asRefusal(error, REFUSED);
  }
}
