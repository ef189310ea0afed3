/** PutApprovalResult and the deadline of an approval: whoever comes first decides, all others are refused. */
import { AwsError } from "../../../core/aws-error.ts";
import type { ActionRun, ExecutionRecord } from "../model.ts";
import type { Machine } from "./machine.ts";
import { settleAction } from "./run-actions.ts";

export interface ApprovalInput {
  stageName: string;
  actionName: string;
  token: string;
  result: { status: "Approved" | "Rejected"; summary: string };
}

/** @throws AwsError StageNotFound, ActionNotFound, InvalidApprovalToken, ApprovalAlreadyCompleted */
export function decideApproval(m: Machine, input: ApprovalInput, by: string): void {
  const stage = m.pipeline.declaration.stages.find((one) => one.name === input.stageName);
  if (!stage) {
    throw new AwsError(
      "StageNotFoundException",
      `Stage '${input.stageName}' was not found in pipeline '${m.pipeline.name}'.`,
    );
  }
  const action = stage.actions.find((one) => one.name === input.actionName);
  if (action?.actionTypeId.category !== "Approval") {
    throw new AwsError(
      "ActionNotFoundException",
      `Approval action '${input.actionName}' was not found in stage '${input.stageName}'.`,
    );
  }
  const found = findByToken(m, input.stageName, input.actionName, input.token);
  if (found?.run.decision) {
    throw new AwsError(
      "ApprovalAlreadyCompletedException",
      "The approval action has already been approved or rejected.",
    );
  }
  const expired = (found?.run.expiresAt ?? 0) <= m.now;
  if (found?.run.status !== "InProgress" || expired) {
    throw new AwsError(
      "InvalidApprovalTokenException",
      "The approval request already received a response or has expired.",
    );
  }
  const { status, summary } = input.result;
  settleAction(m, found.execution, input.stageName, found.run.id, {
    status: status === "Approved" ? "Succeeded" : "Failed",
    decision: status,
    updatedBy: by,
    ...(summary ? { summary } : {}),
    ...(status === "Rejected"
      ? {
          errorDetails: {
            code: "JobFailed",
            message: `Rejected by ${by}${summary ? `: ${summary}` : ""}`,
          },
        }
      : {}),
  });
}

function findByToken(m: Machine, stage: string, action: string, token: string) {
  for (const execution of m.executions) {
    const run = execution.stages[stage]?.actions.find(
      (one) => one.action === action && one.token === token,
    );
    if (run) return { execution, run };
  }
  return undefined;
}

/** Fails an approval whose deadline has passed; anything else is left alone. */
export function expireApproval(
  m: Machine,
  execution: ExecutionRecord,
  stage: string,
  run: ActionRun,
): boolean {
  if (run.status !== "InProgress" || !run.expiresAt || run.expiresAt > m.now) return false;
  return settleAction(m, execution, stage, run.id, {
    status: "Failed",
    summary: "The approval action timed out before anybody decided.",
    errorDetails: {
      code: "TimeoutError",
      message: "The approval action timed out before it was approved or rejected.",
    },
  });
}
