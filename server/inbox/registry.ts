import "server-only";
import type { InboxItem } from "@/lib/inbox/model";
import { held } from "@/server/platform/held";

/** A workflow's source of things that wait on a person. */
export interface InboxKind {
  kind: string;
  /** Throws AppError when it cannot be read; `missing` is for parts of it, each one sentence. */
  read(): Promise<{ items: InboxItem[]; missing: string[] }>;
}

const kinds = () => held("inbox.kinds", () => new Map<string, InboxKind>());

/** Once per kind, in a file of its own that `server/inbox/topics.ts` imports. */
export function registerInboxKind(kind: InboxKind): void {
  kinds().set(kind.kind, kind);
}

export const inboxKinds = (): InboxKind[] => [...kinds().values()];
