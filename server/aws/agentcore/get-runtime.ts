import "server-only";
import { GetAgentRuntimeCommand } from "@aws-sdk/client-bedrock-agentcore-control";
import { callAws, type UpstreamCtx } from "../call-aws";
import { agentCoreControl } from "./client";

export interface RuntimeRead {
  name: string;
  arn: string;
  status: string;
  description?: string;
  failureReason?: string;
}

/** One agent runtime. Needs bedrock-agentcore:GetAgentRuntime. @throws AppError not_found, upstream */
export async function getRuntime(ctx: UpstreamCtx, arn: string): Promise<RuntimeRead> {
  const agentRuntimeId = arn.split("/").at(-1) ?? arn;
  const one = await callAws(ctx, "bedrock-agentcore", "GetAgentRuntime", (options) =>
    agentCoreControl().send(new GetAgentRuntimeCommand({ agentRuntimeId }), options),
  );
  return {
    name: one.agentRuntimeName ?? agentRuntimeId,
    arn: one.agentRuntimeArn ?? arn,
    status: one.status ?? "",
    ...(one.description && { description: one.description }),
    ...(one.failureReason && { failureReason: one.failureReason }),
  };
}
