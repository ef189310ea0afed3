import "server-only";
import { DescribeExecutionCommand } from "@aws-sdk/client-sfn";
import { isAppError } from "@/server/platform/errors";
import { callAws, type UpstreamCtx } from "../call-aws";
import { sfn } from "./client";

export type ExecutionState = "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";

/** How an execution stands; undefined when there is none. Needs states:DescribeExecution. @throws AppError */
export async function describeExecution(
  ctx: UpstreamCtx,
  executionArn: string,
): Promise<ExecutionState | undefined> {
  try {
    const answer = await callAws(ctx, "states", "DescribeExecution", (options) =>
      sfn().send(new DescribeExecutionCommand({ executionArn }), options),
    );
    // One that waits to be redriven has not ended.
    return answer.status === "PENDING_REDRIVE" ? "RUNNING" : answer.status;
  } catch (error) {
    if (isAppError(error) && error.code === "not_found") return undefined;
    throw error;
  }
}
