import "server-only";
import type { ExecutionPage } from "@/lib/releases/model";
import type { UpstreamCtx } from "@/server/aws/call-aws";
import { listExecutions } from "@/server/aws/codepipeline/list-executions";
import { addCommits } from "./add-commits";
import { readDefinition } from "./read-definition";

/** A page of executions with the commits of their revisions, newest first. */
export async function readExecutions(
  ctx: UpstreamCtx,
  pipeline: string,
  options: { next?: string; max?: number } = {},
): Promise<ExecutionPage> {
  const [definition, page] = await Promise.all([
    readDefinition(ctx, pipeline),
    listExecutions(ctx, pipeline, options),
  ]);
  return { ...page, executions: await addCommits(definition, page.executions) };
}
