import "server-only";
import type { InboxView } from "@/lib/inbox/model";
import { orderInbox } from "@/lib/inbox/order";
import { type AppError, isAppError } from "@/server/platform/errors";
import { inboxKinds, unconfirmed } from "./registry";

/**
 * Everything that waits on a person, oldest deadline first. What cannot be read now stays as it was in
 * `previous`, marked. Throws when one kind could not be read and no other has anything that waits.
 */
export async function readInbox(previous?: InboxView): Promise<InboxView> {
  const missing: string[] = [];
  let firstFailure: AppError | undefined;
  const kinds = inboxKinds();
  const reads = await Promise.all(
    kinds.map(async (kind) => {
      const before = previous?.items.filter((item) => item.kind === kind.kind) ?? [];
      try {
        const read = await kind.read(before);
        missing.push(...read.missing);
        return { failed: false, items: read.items };
      } catch (error) {
        if (!isAppError(error)) throw error;
        firstFailure ??= error;
        missing.push(error.message);
        return { failed: true, items: unconfirmed(before) };
      }
    }),
  );
  if (firstFailure && reads.every((read) => read.failed || read.items.length === 0))
    throw firstFailure;
  return { items: orderInbox(reads.flatMap((read) => read.items)), missing };
}
