import "server-only";
import { targetId } from "@/lib/ami-updates/config";
import { canRevert } from "@/lib/ami-updates/eligibility";
import type { RevertUpdateInput } from "@/lib/ami-updates/inputs";
import type { Ctx } from "@/server/platform/ctx";
import { AppError } from "@/server/platform/errors";
import { consoleParts } from "./console-parts";
import { lookAgain } from "./follow/look-again";
import { proposeRevert } from "./propose/propose-revert";

/** Opens the pull request that takes a merged change back; a person merges it on GitHub. @throws AppError */
export async function revertUpdate({
  ctx,
  input: { updateId, reason },
}: {
  ctx: Ctx;
  input: RevertUpdateInput;
}): Promise<{ message: string; url?: string }> {
  const parts = consoleParts();
  const record = await parts.store.byId(updateId);
  if (!record) throw new AppError("not_found", "There is no update of that id.");
  const { role, email } = ctx.person;
  const { decision, outcome } = record;
  const verdict = canRevert({ role, stale: false, decision, outcome });
  if (!verdict.allowed) throw new AppError("conflict", verdict.why);
  try {
    const { number, url } = await proposeRevert(parts, { updateId, by: email, reason });
    return { message: `Pull request #${number} takes ${targetId(record)} back.`, url };
  } finally {
    lookAgain();
  }
}
