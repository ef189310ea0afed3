import "server-only";
import { settingsOf, targetId } from "@/lib/ami-updates/config";
import { canClose, canMerge, needsComment, ownOverrideOf } from "@/lib/ami-updates/eligibility";
import { imageKey } from "@/lib/ami-updates/image-key";
import type { DecideUpdateInput } from "@/lib/ami-updates/inputs";
import { inWindow } from "@/lib/ami-updates/maintenance-window";
import type { UpdateRecord } from "@/lib/ami-updates/model";
import type { Eligibility } from "@/lib/platform/eligibility";
import type { Ctx } from "@/server/platform/ctx";
import { AppError } from "@/server/platform/errors";
import { consoleParts } from "./console-parts";
import type { AmiParts } from "./contracts";
import { closePull } from "./decide/close-pull";
import { mergePull } from "./decide/merge-pull";
import { lookAgain } from "./follow/look-again";
import { hashEvidence } from "./hash-evidence";
import { type PullNow, readPullNow, stateOf } from "./read-pull-now";

/** Who comes second waits for the first, to be told who decided. */
const WAIT_MS = 20_000;

/**
 * Merges or closes exactly what the person looked at.
 * @throws AppError `invalid` (a comment is missing), `stale` (the evidence changed), `conflict` (decided
 * meanwhile, or the rules or GitHub refuse, with why), or what GitHub failed with
 */
export async function decideUpdate({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: DecideUpdateInput;
}): Promise<{ message: string }> {
  const parts = consoleParts();
  try {
    return await parts.store.exclusively(
      `decide:${input.updateId}`,
      () => decide(parts, ctx, input),
      WAIT_MS,
    );
  } finally {
    lookAgain();
  }
}

async function decide(
  parts: AmiParts,
  ctx: Ctx,
  input: DecideUpdateInput,
): Promise<{ message: string }> {
  const record = await parts.store.byId(input.updateId);
  if (!record) throw new AppError("not_found", "There is no update of that id.");
  const now = record.decision ? undefined : await readPullNow(parts, record);
  const verdict = await mayDecide(parts, ctx, input, record, now);
  if (!verdict.allowed) throw new AppError("conflict", verdict.why);
  if (!now) throw new AppError("conflict", "There is no pull request.");
  const shown = { ...now.pull, head: now.pull.head.commit, state: stateOf(now.pull) };
  if (hashEvidence(record, { ...shown, checks: now.checks }) !== input.evidenceHash)
    throw new AppError("stale", "The proposal changed since you looked; look at it again.");
  if (needsComment(input.decision, record.analysis?.verdict) && !input.comment)
    throw new AppError("invalid", "Say why you merge it although the verdict is not APPROVE.");
  // The person was told that the outcome is unknown; deciding after that would surprise them.
  ctx.signal?.throwIfAborted();
  const by = { by: ctx.person.email, comment: input.comment || undefined };
  const what = `${targetId(record)} → ${record.to.release}`;
  if (input.decision === "merge") {
    await mergePull(parts, record, now, { ...by, decision: "merged" });
    return { message: `Merged ${what}.` };
  }
  await closePull(parts, record, now, by);
  return { message: `Closed ${what}; this release is skipped.` };
}

async function mayDecide(
  parts: AmiParts,
  { person }: Ctx,
  { decision }: DecideUpdateInput,
  record: UpdateRecord,
  now: PullNow | undefined,
): Promise<Eligibility> {
  const facts = {
    role: person.role,
    stale: false,
    dryRun: record.dryRun,
    decision: record.decision,
    decidedBy: record.decidedBy,
    pull: now && {
      state: stateOf(now.pull),
      mergeable: now.pull.mergeable,
      checks: now.checks,
      edited: now.edited,
    },
  };
  if (decision === "close") return canClose(facts);
  const window = settingsOf(parts.config(), record)?.environment.window;
  const lift = await parts.store.lifts.find(record, imageKey(record.to));
  return canMerge({
    ...facts,
    me: person.email,
    ownOverrideOf: ownOverrideOf(record, lift),
    windowOpen: inWindow(window, parts.now()),
    autoRejected: record.override ? undefined : record.analysis?.autoRejected,
  });
}
