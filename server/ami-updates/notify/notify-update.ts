import "server-only";
import type { UpdateRecord } from "@/lib/ami-updates/model";
import type { NoticeKind } from "@/lib/ami-updates/notice";
import { AppError } from "@/server/platform/errors";
import type { AmiParts } from "../contracts";
import { deliverNotices } from "./deliver-notices";
import { noticeOf } from "./notice-of";

/**
 * Tells people of the proposal, or of the refusal. Written before it is sent, once per channel, so a
 * repetition tells nobody twice. A dry run tells nobody.
 */
export async function notifyUpdate(
  parts: AmiParts,
  { updateId }: { updateId: string },
): Promise<{ sent: number; pending: number }> {
  const record = await parts.store.byId(updateId);
  if (!record) throw new AppError("not_found", "There is no update of that id.");
  const kind = dueKind(record);
  if (!kind) return { sent: 0, pending: 0 };
  await tell(parts, record, kind);
  await deliverNotices(parts);
  const deliveries = await parts.store.notifications.of(updateId);
  const count = (state: string) => deliveries.filter((each) => each.state === state).length;
  return { sent: count("sent"), pending: count("pending") };
}

/** What an undecided record has to tell; nothing while it is on its way. */
export function dueKind(record: UpdateRecord): "proposed" | "rejected" | undefined {
  if (record.dryRun || record.decision) return undefined;
  if (record.pull) return "proposed";
  return record.analysis?.autoRejected && !record.override ? "rejected" : undefined;
}

/** Puts a notice into the outbox; `deliverNotices` sends it. */
export const tell = (parts: AmiParts, record: UpdateRecord, kind: NoticeKind): Promise<void> =>
  parts.store.notifications.add(
    noticeOf(record, kind, parts.consoleUrl),
    parts.channels.map(({ name }) => name),
  );
