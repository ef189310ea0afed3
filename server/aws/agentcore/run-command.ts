import "server-only";
import {
  InvokeAgentRuntimeCommandCommand,
  type InvokeAgentRuntimeCommandStreamOutput,
} from "@aws-sdk/client-bedrock-agentcore";
import { callAws, type UpstreamCtx } from "../call-aws";
import { translateError } from "../translate-error";
import { agentCore } from "./client";

export type CommandEvent =
  | { stream: "stdout" | "stderr"; text: string }
  | { exitCode: number; status: string };

/**
 * Runs a command in a session's own machine and gives its output as it comes, then its end. Not
 * repeated. Needs bedrock-agentcore:InvokeAgentRuntimeCommand. @throws AppError
 */
export async function* runRuntimeCommand(
  ctx: UpstreamCtx,
  given: {
    arn: string;
    sessionId: string;
    command: string;
    timeoutSeconds?: number;
    signal?: AbortSignal;
  },
): AsyncGenerator<CommandEvent> {
  const { arn, sessionId, command, timeoutSeconds, signal } = given;
  const body = { command, ...(timeoutSeconds && { timeout: timeoutSeconds }) };
  const answer = await callAws(
    ctx,
    "bedrock-agentcore",
    "InvokeAgentRuntimeCommand",
    ({ abortSignal }) =>
      agentCore().send(
        new InvokeAgentRuntimeCommandCommand({
          agentRuntimeArn: arn,
          runtimeSessionId: sessionId,
          body,
        }),
        { abortSignal },
      ),
    { deadlineMs: 3_600_000, ...(signal && { signal }) },
  );
  try {
    for await (const event of answer.stream ?? []) yield* read(event);
  } catch (error) {
    throw translateError("bedrock-agentcore", "InvokeAgentRuntimeCommand", error);
  }
}

function* read(event: InvokeAgentRuntimeCommandStreamOutput): Generator<CommandEvent> {
  const { chunk, ...rest } = event;
  if (!chunk) throw Object.values(rest).find((one) => one instanceof Error) ?? new Error("unknown");
  const { stdout, stderr } = chunk.contentDelta ?? {};
  if (stdout) yield { stream: "stdout", text: stdout };
  if (stderr) yield { stream: "stderr", text: stderr };
  if (chunk.contentStop) {
    const { exitCode = -1, status = "" } = chunk.contentStop;
    yield { exitCode, status };
  }
}
