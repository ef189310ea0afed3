import "server-only";
import { StartExecutionCommand } from "@aws-sdk/client-sfn";
import { callAws, type UpstreamCtx } from "../call-aws";
import { awsErrorName } from "../refusal";
import { sfn } from "./client";

/**
 * Starts an execution under its name. One of that name that runs or ran before stays the only one:
 * `started` is false then. Needs states:StartExecution. @throws AppError
 */
export async function startStateMachine(
  ctx: UpstreamCtx,
  stateMachineArn: string,
  name: string,
  input: unknown,
): Promise<{ started: boolean; arn: string }> {
  const arn = `${stateMachineArn.replace(":stateMachine:", ":execution:")}:${name}`;
  try {
    const answer = await callAws(ctx, "states", "StartExecution", (options) =>
      sfn().send(
        new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }),
        options,
      ),
    );
    return { started: true, arn: answer.executionArn ?? arn };
  } catch (error) {
    if (awsErrorName(error) === "ExecutionAlreadyExists") return { started: false, arn };
    throw error;
  }
}
