import "server-only";
import { InvokeAgentRuntimeCommand } from "@aws-sdk/client-bedrock-agentcore";
import { callAws, type UpstreamCtx } from "../call-aws";
import { translateError } from "../translate-error";
import { agentCore } from "./client";

export interface RuntimeInvocation {
  arn: string;
  sessionId: string;
  userId: string;
  prompt: string;
  signal: AbortSignal;
}

/**
 * Invokes an agent runtime with a prompt and gives what it says piece by piece, in whatever form it
 * has: `contentType` tells. Not repeated. Needs bedrock-agentcore:InvokeAgentRuntime. @throws AppError
 */
export async function invokeRuntime(
  ctx: UpstreamCtx,
  { arn, sessionId, userId, prompt, signal }: RuntimeInvocation,
): Promise<{ contentType: string; text: AsyncGenerator<string> }> {
  const answer = await callAws(
    ctx,
    "bedrock-agentcore",
    "InvokeAgentRuntime",
    ({ abortSignal }) =>
      agentCore().send(
        new InvokeAgentRuntimeCommand({
          agentRuntimeArn: arn,
          runtimeSessionId: sessionId,
          runtimeUserId: userId,
          contentType: "application/json",
          accept: "text/event-stream, application/json",
          payload: Buffer.from(JSON.stringify({ prompt })),
        }),
        { abortSignal },
      ),
    { deadlineMs: 3_600_000, signal },
  );
  const body = answer.response as AsyncIterable<Uint8Array> | undefined;
  return { contentType: answer.contentType ?? "", text: textOf(body, signal) };
}

async function* textOf(
  body: AsyncIterable<Uint8Array> | undefined,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  try {
    for await (const chunk of body ?? []) yield decoder.decode(chunk, { stream: true });
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw translateError("bedrock-agentcore", "InvokeAgentRuntime", error);
  }
}
