import "server-only";
import { canStop } from "@/lib/releases/eligibility";
import { topics } from "@/lib/releases/keys";
import type { StopExecutionInput } from "@/lib/releases/model";
import { getExecution } from "@/server/aws/codepipeline/get-execution";
import { stopPipelineExecution } from "@/server/aws/codepipeline/stop-execution";
import { wakeTopics } from "@/server/live/hub";
import type { Ctx } from "@/server/platform/ctx";
import { AppError } from "@/server/platform/errors";

/** AWS takes so many; who stopped it stands at the end, where the reconciler looks for it. */
const REASON_CHARS = 200;

/** `wrong port (by ada@example.org)` */
export const stopReason = (reason: string, email: string): string => {
  const by = ` (by ${email})`;
  return `${reason.slice(0, Math.max(0, REASON_CHARS - by.length))}${by}`.slice(0, REASON_CHARS);
};

/** Stops an execution: what runs may finish, unless it is abandoned. */
export async function stopExecution({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: StopExecutionInput;
}): Promise<{ message: string }> {
  const { pipeline, executionId, abandon, reason } = input;
  const { status } = await getExecution(ctx, pipeline, executionId);
  const verdict = canStop({ role: ctx.person.role, stale: false, status, abandon });
  if (!verdict.allowed) throw new AppError("conflict", verdict.why);
  await stopPipelineExecution(ctx, {
    pipeline,
    executionId,
    abandon,
    reason: stopReason(reason, ctx.person.email),
  });
  wakeTopics([
    topics.pipeline(pipeline),
    topics.pipelines(),
    topics.execution(pipeline, executionId),
    "inbox",
  ]);
  return {
    message: abandon
      ? `The execution ${executionId} of ${pipeline} was abandoned.`
      : `The execution ${executionId} of ${pipeline} stops when what runs has finished.`,
  };
}
