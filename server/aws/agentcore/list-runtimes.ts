import "server-only";
import { paginateListAgentRuntimes } from "@aws-sdk/client-bedrock-agentcore-control";
import { callAws, type UpstreamCtx } from "../call-aws";
import { agentCoreControl } from "./client";

export interface RuntimeRow {
  id: string;
  name: string;
  arn: string;
  status: string;
  version: string;
  description?: string;
  updatedAt?: string;
}

/** All agent runtimes of the region. Needs bedrock-agentcore:ListAgentRuntimes. @throws AppError */
export async function listRuntimes(ctx: UpstreamCtx): Promise<RuntimeRow[]> {
  const { rows } = await callAws(ctx, "bedrock-agentcore", "ListAgentRuntimes", async (options) => {
    const rows: RuntimeRow[] = [];
    let $metadata = {};
    for await (const page of paginateListAgentRuntimes(
      { client: agentCoreControl(), pageSize: 100 },
      {},
      options,
    )) {
      $metadata = page.$metadata;
      for (const one of page.agentRuntimes ?? [])
        rows.push({
          id: one.agentRuntimeId ?? "",
          name: one.agentRuntimeName ?? "",
          arn: one.agentRuntimeArn ?? "",
          status: one.status ?? "",
          version: one.agentRuntimeVersion ?? "",
          ...(one.description && { description: one.description }),
          ...(one.lastUpdatedAt && { updatedAt: one.lastUpdatedAt.toISOString() }),
        });
    }
    return { rows, $metadata };
  });
  return rows;
}
