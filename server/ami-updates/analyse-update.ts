import "server-only";
import { settingsOf, targetId } from "@/lib/ami-updates/config";
import { imageKey } from "@/lib/ami-updates/image-key";
import type { UpdateRecord } from "@/lib/ami-updates/model";
import { AppError } from "@/server/platform/errors";
import { analyse } from "./analyse/analyse";
import type { AmiParts, UpdateRun } from "./contracts";
import { problemSentence } from "./problem-sentence";

export type NextStep = "propose" | "alert" | "nothing";

/**
 * Opens the record of this way, analyses it and keeps the result. One that was analysed before is not
 * analysed again, and what was decided is left alone, so that a run may be repeated.
 * @throws AppError, after the record says what went wrong
 */
export async function analyseUpdate(
  parts: AmiParts,
  run: UpdateRun,
  signal?: AbortSignal,
): Promise<{ updateId: string; next: NextStep }> {
  const settings = settingsOf(parts.config(), run);
  if (!settings)
    throw new AppError("not_found", `The configuration has no node class ${targetId(run)}.`);
  const decided = run.dryRun ? undefined : await decidedBefore(parts, run);
  if (decided) return { updateId: decided.id, next: "nothing" };
  const record = await parts.store.open({
    cluster: run.cluster,
    nodeClass: run.nodeClass,
    environment: settings.environment.name,
    from: run.from,
    to: run.to,
    dryRun: run.dryRun ?? false,
    startedBy: run.startedBy,
  });
  if (record.analysis) return { updateId: record.id, next: nextStep(record) };
  try {
    const analysis = await analyse(parts, run, signal);
    await parts.store.saveAnalysis(record.id, analysis);
    if (record.problem) await parts.store.saveProblem(record.id, undefined);
    return { updateId: record.id, next: nextStep({ ...record, analysis }) };
  } catch (error) {
    await parts.store.saveProblem(record.id, problemSentence(error)).catch(() => undefined);
    throw error;
  }
}

/** What the rules refused is told, not proposed, unless a person overrode them. */
export const nextStep = (record: Pick<UpdateRecord, "analysis" | "override">): NextStep =>
  record.analysis?.autoRejected && !record.override ? "alert" : "propose";

/** A late repetition of a run must not propose again what was decided meanwhile; a lift allows it. */
async function decidedBefore(parts: AmiParts, run: UpdateRun): Promise<UpdateRecord | undefined> {
  const latest = await parts.store.latest(run, run.to);
  if (!latest?.decision || latest.decision === "superseded") return undefined;
  const lift = await parts.store.lifts.find(run, imageKey(run.to));
  return lift && lift.at >= (latest.decidedAt ?? "") ? undefined : latest;
}
