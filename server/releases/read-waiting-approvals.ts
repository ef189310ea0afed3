import "server-only";
import type { ApprovalView } from "@/lib/releases/model";
import type { UpstreamCtx } from "@/server/aws/call-aws";
import { getPipelineState } from "@/server/aws/codepipeline/get-pipeline-state";
import { isAppError } from "@/server/platform/errors";
import { inParallel } from "./in-parallel";
import { readApproval } from "./read-approval";
import { readDefinition } from "./read-definition";
import { readExecutions } from "./read-executions";
import { readPart } from "./read-part";
import { waitingApprovals } from "./read-pipeline";
import { readPipelines, rowsAreDue } from "./read-pipelines";

/** Every approval that waits now, over all pipelines, with its evidence. */
export async function readWaitingApprovals(
  ctx: UpstreamCtx,
): Promise<{ approvals: ApprovalView[]; missing: string[] }> {
  const missing: string[] = [];
  const { pipelines } = await readPipelines(ctx);
  const unread = pipelines.filter((row) => !row.stages).length;
  if (unread > 0) {
    missing.push(
      `${unread} of ${pipelines.length} pipelines were not read yet; approvals may wait there.`,
    );
  }
  const waiting = pipelines.filter((row) => row.waiting);
  const found = await inParallel(waiting, 4, (row) =>
    readPart(missing, `Approvals of ${row.name}`, [], () => approvalsOf(ctx, row.name)),
  );
  return { approvals: found.flat(), missing };
}

/** Pipelines are due for a look: an approval may wait in one of them. */
export const approvalsMayBeUnread = rowsAreDue;

/** The approvals of one pipeline that wait now, with their evidence. */
export async function approvalsOf(ctx: UpstreamCtx, pipeline: string): Promise<ApprovalView[]> {
  const state = await getPipelineState(ctx, pipeline);
  const definition = await readDefinition(ctx, pipeline, state.version);
  const waiting = await waitingApprovals(ctx, definition, state);
  if (waiting.length === 0) return [];
  const page = await readExecutions(ctx, pipeline).catch((error) => {
    // The evidence names what is missing because of this; the approval itself is there.
    if (isAppError(error)) return { executions: [] };
    throw error;
  });
  return inParallel(waiting, 2, (approval) => readApproval(ctx, definition, page, approval));
}
