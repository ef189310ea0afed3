import "server-only";
import type { UpdateRecord } from "@/lib/ami-updates/model";
import type { ProposeParts } from "./destination";
import type { OurPull } from "./find-pull";

/** Whose the open pull request is now: `ours` to go on, `newer` when a later update has taken it. */
export async function whoseTurn(
  { store }: Pick<ProposeParts, "store">,
  record: UpdateRecord,
  open: OurPull | undefined,
): Promise<"ours" | "newer"> {
  const id = open?.marker?.updateId;
  if (!id || id === record.id) return "ours";
  const holder = await store.byId(id);
  return holder && !holder.decision && holder.createdAt > record.createdAt ? "newer" : "ours";
}

/**
 * Decides the older updates that shared the pull request. Before its text is changed: after that,
 * nothing but the record would tell whose it was.
 */
export async function supersedeOlder(
  { store, now }: Pick<ProposeParts, "store" | "now">,
  record: UpdateRecord,
  open: OurPull | undefined,
): Promise<void> {
  if (!open) return;
  const undecided = await store.list({
    target: { cluster: record.cluster, nodeClass: record.nodeClass },
    open: true,
    dryRun: false,
    limit: 100,
  });
  const older = undecided.filter(
    (each) =>
      each.id !== record.id &&
      (each.pull?.number === open.pull.number || each.id === open.marker?.updateId),
  );
  for (const each of older) await supersede({ store, now }, each, record.to.release);
}

export const supersede = (
  { store, now }: Pick<ProposeParts, "store" | "now">,
  { id }: UpdateRecord,
  release: string,
): Promise<boolean> =>
  store.saveDecision(id, {
    decision: "superseded",
    decidedBy: "policy",
    decidedAt: now().toISOString(),
    comment: `Replaced by ${release} in the same pull request.`,
  });
