import "server-only";
import { targetId } from "@/lib/ami-updates/config";
import { canOverride } from "@/lib/ami-updates/eligibility";
import type { OverrideRejectionInput } from "@/lib/ami-updates/inputs";
import type { Ctx } from "@/server/platform/ctx";
import { AppError } from "@/server/platform/errors";
import { consoleParts } from "./console-parts";
import { lookAgain } from "./follow/look-again";
import { problemSentence } from "./problem-sentence";

/**
 * Has an update proposed although the rules refused it. Who overrides does not merge it.
 * @throws AppError conflict when there is nothing to override
 */
export async function overrideRejection({
  ctx,
  input: { updateId, reason },
}: {
  ctx: Ctx;
  input: OverrideRejectionInput;
}): Promise<{ message: string }> {
  const parts = consoleParts();
  const record = await parts.store.byId(updateId);
  if (!record) throw new AppError("not_found", "There is no update of that id.");
  const verdict = canOverride({
    role: ctx.person.role,
    stale: false,
    autoRejected: record.analysis?.autoRejected !== undefined,
    overriddenBy: record.override?.by,
    decision: record.decision,
    dryRun: record.dryRun,
  });
  if (!verdict.allowed) throw new AppError("conflict", verdict.why);
  const override = { by: ctx.person.email, reason, at: parts.now().toISOString() };
  if (!(await parts.store.saveOverride(updateId, override)))
    throw new AppError("conflict", "Somebody else decided about this update meanwhile.");
  const { cluster, nodeClass, from, to } = record;
  const what = `${targetId(record)} → ${to.release}`;
  try {
    await parts.executions.start({
      cluster,
      nodeClass,
      from,
      to,
      startedBy: override.by,
      attempt: `override ${override.at}`,
    });
  } catch (error) {
    // The override stands; whoever follows updates starts it again.
    await parts.store.saveProblem(updateId, problemSentence(error));
    return { message: `The rejection of ${what} is overridden; it is proposed shortly.` };
  } finally {
    lookAgain();
  }
  return { message: `The rejection of ${what} is overridden, and it is being proposed.` };
}
