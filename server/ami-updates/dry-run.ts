import "server-only";
import { settingsOf, targetId } from "@/lib/ami-updates/config";
import { canDryRun } from "@/lib/ami-updates/eligibility";
import type { DryRunInput } from "@/lib/ami-updates/inputs";
import type { Ctx } from "@/server/platform/ctx";
import { AppError } from "@/server/platform/errors";
import { analyse } from "./analyse/analyse";
import { consoleParts } from "./console-parts";
import type { AmiParts, UpdateRun } from "./contracts";
import { detectOne } from "./detect-one";
import { problemSentence } from "./problem-sentence";
import { proposeUpdate } from "./propose/propose-update";
import { runOf } from "./start-updates";

/** An action may take 45 s, a model longer: what is not there by then comes to the record later. */
const PATIENCE_MS = 35_000;

/** Does all but write: the analysis, the diff and the text of the pull request. @throws AppError */
export async function dryRun({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: DryRunInput;
}): Promise<{ message: string; updateId: string }> {
  const parts = consoleParts();
  const detection = await detectOne(parts, input);
  const verdict = canDryRun({ role: ctx.person.role, stale: false, state: detection.state });
  if (!verdict.allowed) throw new AppError("conflict", verdict.why);
  const run = await runOf(parts, detection, { startedBy: ctx.person.email, dryRun: true });
  const { id, work } = await startDryRun(parts, run);
  const done = await within(PATIENCE_MS, work);
  return {
    updateId: id,
    message: done
      ? `Dry run of ${targetId(run)} → ${run.to.release} is done; nothing was written.`
      : `The dry run of ${targetId(run)} → ${run.to.release} still goes on.`,
  };
}

async function startDryRun(
  parts: AmiParts,
  run: UpdateRun,
): Promise<{ id: string; work: Promise<void> }> {
  const environment = settingsOf(parts.config(), run)?.environment.name ?? "";
  const { cluster, nodeClass, from, to, startedBy } = run;
  const way = { cluster, nodeClass, environment, from, to, startedBy, dryRun: true };
  const { id } = await parts.store.open(way);
  const work = (async () => {
    try {
      await parts.store.saveAnalysis(id, await analyse(parts, run));
      await proposeUpdate(parts, { updateId: id });
    } catch (error) {
      await parts.store.saveProblem(id, problemSentence(error)).catch(() => undefined);
      throw error;
    }
  })();
  return { id, work };
}

/** False when the work goes on after `ms`. What it throws until then is thrown. */
async function within(ms: number, work: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  try {
    const done = await Promise.race([work.then(() => true as const), late]);
    // Nobody waits for its failure any more; the record tells it.
    if (!done) work.catch(() => undefined);
    return done;
  } finally {
    clearTimeout(timer);
  }
}
