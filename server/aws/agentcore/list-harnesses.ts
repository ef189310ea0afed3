import "server-only";
import { paginateListHarnesses } from "@aws-sdk/client-bedrock-agentcore-control";
import { callAws, type UpstreamCtx } from "../call-aws";
import { agentCoreControl } from "./client";

export interface HarnessRow {
  id: string;
  name: string;
  arn: string;
  /** `READY`, `CREATING`, `UPDATING`, … */
  status: string;
  version?: string;
  updatedAt?: string;
}

/** All harnesses of the region. Needs bedrock-agentcore:ListHarnesses. @throws AppError */
export async function listHarnesses(ctx: UpstreamCtx): Promise<HarnessRow[]> {
  const { rows } = await callAws(ctx, "bedrock-agentcore", "ListHarnesses", async (options) => {
    const rows: HarnessRow[] = [];
    let $metadata = {};
    for await (const page of paginateListHarnesses(
      { client: agentCoreControl(), pageSize: 100 },
      {},
      options,
    )) {
      $metadata = page.$metadata;
      for (const one of page.harnesses ?? [])
        rows.push({
          id: one.harnessId ?? "",
          name: one.harnessName ?? "",
          arn: one.arn ?? "",
          status: one.status ?? "",
          ...(one.harnessVersion && { version: one.harnessVersion }),
          ...(one.updatedAt && { updatedAt: one.updatedAt.toISOString() }),
        });
    }
    return { rows, $metadata };
  });
  return rows;
}
