import "server-only";
import { and, eq } from "drizzle-orm";
import { IssueKeyInput, RevokeKeyInput } from "@/lib/prompt-cache/key";
import {
  DeleteNamespaceInput,
  NamespaceSettings,
  SaveNamespaceInput,
  SetThresholdInput,
} from "@/lib/prompt-cache/namespace";
import { LabelInput } from "@/lib/prompt-cache/tuning";
import { db, promptKeys, promptLabels, promptNamespaces } from "@/server/db";
import { type OpenIntent, type Reconciler, registerReconciler } from "@/server/platform/reconcile";

/** No action runs longer. One clock only, PostgreSQL's and ours within a second. */
const LASTS_MS = 46_000;

const within = (at: Date | null | undefined, intent: OpenIntent): boolean => {
  const after = at ? at.getTime() - intent.at.getTime() : Number.NaN;
  return after >= -1_000 && after <= LASTS_MS;
};

/** By who made it, when and under which name; nobody has seen its secret, so it is of no use and may be revoked. */
export const reconcileIssue: Reconciler = async (intent) => {
  const { name } = IssueKeyInput.parse(intent.input);
  const rows = await db()
    .select({ at: promptKeys.createdAt })
    .from(promptKeys)
    .where(and(eq(promptKeys.name, name), eq(promptKeys.createdBy, intent.person.email)));
  return rows.some(({ at }) => within(at, intent)) ? "applied" : "refused";
};

export const reconcileRevoke: Reconciler = async (intent) => {
  const { id } = RevokeKeyInput.parse(intent.input);
  const [row] = await db()
    .select({ at: promptKeys.revokedAt, by: promptKeys.revokedBy })
    .from(promptKeys)
    .where(eq(promptKeys.id, id));
  return row?.by === intent.person.email && within(row.at, intent) ? "applied" : "refused";
};

/** A later change hides whether this one was made: then nobody can tell. */
export const reconcileSave: Reconciler = async (intent) => {
  const { name } = SaveNamespaceInput.parse(intent.input);
  const row = await namespaceRow(name);
  if (!row || row.updatedAt.getTime() < intent.at.getTime() - 1_000) return "refused";
  const ours = row.updatedBy === intent.person.email && within(row.updatedAt, intent);
  return ours ? "applied" : "unknown";
};

/** Like saving, and the threshold has to be the one that was asked for. */
export const reconcileThreshold: Reconciler = async (intent) => {
  const { namespace, threshold } = SetThresholdInput.parse(intent.input);
  const row = await namespaceRow(namespace);
  if (!row || row.updatedAt.getTime() < intent.at.getTime() - 1_000) return "refused";
  const ours = row.updatedBy === intent.person.email && within(row.updatedAt, intent);
  if (!ours) return "unknown";
  const { semantic } = NamespaceSettings.parse(row.settings);
  return semantic.threshold === threshold ? "applied" : "unknown";
};

export const reconcileDelete: Reconciler = async (intent) => {
  const { name } = DeleteNamespaceInput.parse(intent.input);
  const row = await namespaceRow(name);
  return row?.updatedBy === intent.person.email && within(row.deletedAt, intent)
    ? "applied"
    : "refused";
};

export const reconcileLabel: Reconciler = async (intent) => {
  const { namespace, pairId, label } = LabelInput.parse(intent.input);
  const [row] = await db()
    .select({ label: promptLabels.label, at: promptLabels.labelledAt, by: promptLabels.labelledBy })
    .from(promptLabels)
    .where(and(eq(promptLabels.namespace, namespace), eq(promptLabels.pairId, pairId)));
  const ours = row?.by === intent.person.email && row.label === label && within(row.at, intent);
  if (ours) return "applied";
  return row && row.at.getTime() >= intent.at.getTime() ? "unknown" : "refused";
};

async function namespaceRow(name: string) {
  const [row] = await db().select().from(promptNamespaces).where(eq(promptNamespaces.name, name));
  return row;
}

// What was evicted, invalidated or asked cannot be told afterwards: such an entry stays unknown.
registerReconciler("prompt.issue-key", reconcileIssue);
registerReconciler("prompt.revoke-key", reconcileRevoke);
registerReconciler("prompt.save-namespace", reconcileSave);
registerReconciler("prompt.set-threshold", reconcileThreshold);
registerReconciler("prompt.delete-namespace", reconcileDelete);
registerReconciler("prompt.label", reconcileLabel);
