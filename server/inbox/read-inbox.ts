import "server-only";
import type { InboxView } from "@/lib/inbox/model";
import { orderInbox } from "@/lib/inbox/order";
import { type AppError, isAppError } from "@/server/platform/errors";
import { inboxKinds } from "./registry";

/** Everything that waits on a person, oldest deadline first. Throws only when nothing could be read. */
export async function readInbox(): Promise<InboxView> {
  const missing: string[] = [];
  let firstFailure: AppError | undefined;
  const kinds = inboxKinds();
  const items = await Promise.all(
    kinds.map(async (kind) => {
      try {
        const read = await kind.read();
        missing.push(...read.missing);
        return read.items;
      } catch (error) {
        if (!isAppError(error)) throw error;
        firstFailure ??= error;
        missing.push(error.message);
        return undefined;
      }
    }),
  );
  if (firstFailure && items.every((read) => read === undefined)) throw firstFailure;
  return { items: orderInbox(items.flatMap((read) => read ?? [])), missing };
}
