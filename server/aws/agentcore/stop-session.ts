import "server-only";
import { StopRuntimeSessionCommand } from "@aws-sdk/client-bedrock-agentcore";
import { callAws, type UpstreamCtx } from "../call-aws";
import { agentCore } from "./client";

/** Ends a session on AgentCore and what runs in it. Needs bedrock-agentcore:StopRuntimeSession. @throws AppError */
export async function stopRuntimeSession(
  ctx: UpstreamCtx,
  agentRuntimeArn: string,
  runtimeSessionId: string,
): Promise<void> {
  await callAws(ctx, "bedrock-agentcore", "StopRuntimeSession", (options) =>
    agentCore().send(new StopRuntimeSessionCommand({ agentRuntimeArn, runtimeSessionId }), options),
  );
}
