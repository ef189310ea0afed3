import "server-only";
import { and, eq } from "drizzle-orm";
import {
  DecideUpdateInput,
  LiftSkipInput,
  OverrideRejectionInput,
  RevertUpdateInput,
} from "@/lib/ami-updates/inputs";
import { amiSkipLifts, db } from "@/server/db";
import { type OpenIntent, type Reconciler, registerReconciler } from "@/server/platform/reconcile";
import { amiUpdatesOn, consoleParts } from "./console-parts";
import { recordMerge } from "./follow/follow-pulls";
import { destinationOf } from "./propose/destination";
import { readPullNow, stateOf } from "./read-pull-now";

/** No action runs longer. */
const LASTS_MS = 60_000;
/** GitHub's clock is not ours. */
const SLACK_MS = 5_000;

const within = (at: string | undefined, intent: OpenIntent): boolean => {
  const after = at ? Date.parse(at) - intent.at.getTime() : Number.NaN;
  return after >= -SLACK_MS && after <= LASTS_MS;
};

const Decided = DecideUpdateInput.pick({ updateId: true, decision: true });

/** The record has the decision, or GitHub does: then it is written down whose it was. */
export const reconcileDecision: Reconciler = async (intent) => {
  const { updateId, decision } = Decided.parse(intent.input);
  const parts = consoleParts();
  let record = await parts.store.byId(updateId);
  if (record && !record.decision) {
    const now = await readPullNow(parts, record);
    if (now && stateOf(now.pull) === "merged") await recordMerge(parts, record, now.pull);
    record = await parts.store.byId(updateId);
  }
  const decided = decision === "merge" ? "merged" : "closed";
  const ours = record?.decision === decided && record.decidedBy === intent.person.email;
  return ours && within(record?.decidedAt, intent) ? "applied" : "refused";
};

export const reconcileLift: Reconciler = async (intent) => {
  const { cluster, nodeClass } = LiftSkipInput.parse(intent.input);
  const rows = await db()
    .select({ at: amiSkipLifts.liftedAt })
    .from(amiSkipLifts)
    .where(
      and(
        eq(amiSkipLifts.cluster, cluster),
        eq(amiSkipLifts.nodeClass, nodeClass),
        eq(amiSkipLifts.liftedBy, intent.person.email),
      ),
    );
  return rows.some(({ at }) => within(at.toISOString(), intent)) ? "applied" : "refused";
};

export const reconcileOverride: Reconciler = async (intent) => {
  const { updateId } = OverrideRejectionInput.parse(intent.input);
  const override = (await consoleParts().store.byId(updateId))?.override;
  const ours = override?.by === intent.person.email && within(override.at, intent);
  return ours ? "applied" : "refused";
};

/** A pull request that was opened then is ours; one that was open before may have been brought up to date. */
export const reconcileRevert: Reconciler = async (intent) => {
  const { updateId } = RevertUpdateInput.parse(intent.input);
  const parts = consoleParts();
  const record = await parts.store.byId(updateId);
  if (!record) return "refused";
  const { at, branch } = destinationOf(parts, record, "ami-revert");
  const pulls = await parts.github.listPulls(at, { head: branch, state: "all" });
  if (pulls.some(({ createdAt }) => within(createdAt, intent))) return "applied";
  return pulls.some(({ state }) => state === "open") ? "unknown" : "refused";
};

/** While the workflow is off nobody can tell. */
const register = (action: string, reconcile: Reconciler) =>
  registerReconciler(action, async (intent) => (amiUpdatesOn() ? reconcile(intent) : "unknown"));

// What was looked at, analysed or tried dry leaves nothing that could be told from another's doing.
register("ami.decide", reconcileDecision);
register("ami.lift-skip", reconcileLift);
register("ami.override", reconcileOverride);
register("ami.revert", reconcileRevert);
