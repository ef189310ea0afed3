import "server-only";
import { targetId } from "@/lib/ami-updates/config";
import { canAnalyseAgain } from "@/lib/ami-updates/eligibility";
import type { AnalyseAgainInput } from "@/lib/ami-updates/inputs";
import type { Ctx } from "@/server/platform/ctx";
import { AppError } from "@/server/platform/errors";
import { analyse } from "./analyse/analyse";
import { nextStep } from "./analyse-update";
import { consoleParts } from "./console-parts";
import { lookAgain } from "./follow/look-again";
import { notifyUpdate } from "./notify/notify-update";
import { problemSentence } from "./problem-sentence";
import { proposeUpdate } from "./propose/propose-update";

/**
 * Analyses an undecided update anew, with notes and rules as they are now; the older analysis is kept.
 * Its pull request gets the new text, one that the rules had refused is proposed when they no longer
 * do. @throws AppError
 */
export async function analyseAgain({
  ctx,
  input: { updateId },
}: {
  ctx: Ctx;
  input: AnalyseAgainInput;
}): Promise<{ message: string }> {
  const parts = consoleParts();
  const record = await parts.store.byId(updateId);
  if (!record) throw new AppError("not_found", "There is no update of that id.");
  const { role, email } = ctx.person;
  const verdict = canAnalyseAgain({ role, stale: false, decision: record.decision });
  if (!verdict.allowed) throw new AppError("conflict", verdict.why);
  const { cluster, nodeClass, from, to, dryRun } = record;
  try {
    const run = { cluster, nodeClass, from, to, startedBy: email };
    const analysis = await analyse(parts, run, ctx.signal);
    ctx.signal?.throwIfAborted();
    await parts.store.saveAnalysis(updateId, analysis);
    await parts.store.saveProblem(updateId, undefined);
    if (dryRun || nextStep({ ...record, analysis }) === "propose")
      await proposeUpdate(parts, { updateId });
    await notifyUpdate(parts, { updateId });
    const what = `${targetId(record)} → ${to.release}`;
    return { message: `Analysed ${what} again: risk ${analysis.risk}, ${analysis.verdict}.` };
  } catch (error) {
    await parts.store.saveProblem(updateId, problemSentence(error)).catch(() => undefined);
    throw error;
  } finally {
    lookAgain();
  }
}
