import "server-only";
import { plural } from "@/lib/platform/format";
import type { ApprovalView, ExecutionPage, PipelineRow } from "@/lib/releases/model";
import type { UpstreamCtx } from "@/server/aws/call-aws";
import { getPipelineState } from "@/server/aws/codepipeline/get-pipeline-state";
import { isAppError } from "@/server/platform/errors";
import { inParallel } from "@/server/platform/in-parallel";
import { readApproval } from "./read-approval";
import { readDefinition } from "./read-definition";
import { readExecutions } from "./read-executions";
import { readPart } from "./read-part";
import { waitingApprovals } from "./read-pipeline";
import { readPipelines, rowsAreDue } from "./read-pipelines";

/**
 * Every approval that waits now, over all pipelines, with its evidence. `unread`: pipelines where one
 * waited when they were read last, and that cannot be read now.
 */
export async function readWaitingApprovals(
  ctx: UpstreamCtx,
): Promise<{ approvals: ApprovalView[]; missing: string[]; unread: string[] }> {
  const { pipelines } = await readPipelines(ctx);
  const missing = unreadPipelines(pipelines);
  const unread: string[] = [];
  const waiting = pipelines.filter((row) => row.waiting);
  const found = await inParallel(waiting, 4, async ({ name }) => {
    const approvals = await readPart(missing, `Approvals of ${name}`, undefined, () =>
      approvalsOf(ctx, name),
    );
    if (!approvals) unread.push(name);
    return approvals ?? [];
  });
  return { approvals: found.flat(), missing, unread };
}

/** Pipelines of which nobody knows now whether an approval waits there, each reason in one sentence. */
function unreadPipelines(pipelines: PipelineRow[]): string[] {
  const failed = pipelines.filter((row) => row.problem && !row.waiting);
  const never = pipelines.filter((row) => !row.stages && !row.problem).length;
  const of = (count: number) => `${count} of ${plural(pipelines.length, "pipeline")}`;
  return [
    ...(failed[0]?.problem
      ? [`Approvals may wait in ${of(failed.length)}: ${failed[0].problem.message}`]
      : []),
    ...(never > 0 ? [`${of(never)} were not read yet; approvals may wait there.`] : []),
  ];
}

/** Pipelines are due for a look: an approval may wait in one of them. */
export const approvalsMayBeUnread = rowsAreDue;

/** The approvals of one pipeline that wait now, with their evidence. */
export async function approvalsOf(ctx: UpstreamCtx, pipeline: string): Promise<ApprovalView[]> {
  const [state, page] = await Promise.all([
    getPipelineState(ctx, pipeline),
    readExecutions(ctx, pipeline).catch((error): ExecutionPage => {
      // The evidence names what is missing because of this; the approval itself is there.
      if (isAppError(error)) return { executions: [] };
      throw error;
    }),
  ]);
  const definition = await readDefinition(ctx, pipeline, state.version);
  const waiting = await waitingApprovals(ctx, definition, state);
  return inParallel(waiting, 2, (approval) => readApproval(ctx, definition, page, approval));
}
