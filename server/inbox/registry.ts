import "server-only";
import type { InboxItem } from "@/lib/inbox/model";
import { held } from "@/server/platform/held";

/** A workflow's source of things that wait on a person. */
export interface InboxKind {
  kind: string;
  /**
   * Throws AppError when it cannot be read; `missing` is for parts of it, each one sentence. Items of
   * `before`, the kind's last ones, that cannot be read now are given again through `unconfirmed`.
   */
  read(before: InboxItem[]): Promise<{ items: InboxItem[]; missing: string[] }>;
}

const kinds = () => held("inbox.kinds", () => new Map<string, InboxKind>());

/** Once per kind, in a file of its own that `server/inbox/topics.ts` imports. */
export function registerInboxKind(kind: InboxKind): void {
  kinds().set(kind.kind, kind);
}

/** What waited when it was read last, and may wait still: it must not look decided. */
export const unconfirmed = (items: InboxItem[]): InboxItem[] =>
  items.map((item) => ({ ...item, unconfirmed: true }));

export const inboxKinds = (): InboxKind[] => [...kinds().values()];
