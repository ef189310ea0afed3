import "server-only";
import { targetId } from "@/lib/ami-updates/config";
import type { UpdateRecord } from "@/lib/ami-updates/model";
import { log } from "@/server/platform/log";
import type { AmiParts } from "../contracts";
import { tell } from "../notify/notify-update";
import type { PullNow } from "../read-pull-now";

export interface Merge {
  /** E-mail address, or `policy`. */
  by: string;
  comment?: string;
  decision: "merged" | "auto_merged";
}

/**
 * Merges what was looked at, and writes it down. Whose decision it is stands in the record first, so
 * that a merge whose answer was lost still has its name. @throws AppError, as GitHub refused
 */
export async function mergePull(
  parts: AmiParts,
  record: UpdateRecord,
  { at, pull }: PullNow,
  { by, comment, decision }: Merge,
): Promise<void> {
  const { store, github } = parts;
  await store.intendDecision(record.id, { by, comment });
  let mergeCommit: string;
  try {
    mergeCommit = await github.merge(at, pull.number, {
      expectedHead: pull.head.commit,
      title: `Update ${targetId(record)} to ${record.to.release} (#${pull.number})`,
      message: [comment, `Decided-by: ${by}`].filter(Boolean).join("\n\n"),
    });
  } catch (error) {
    const now = await github.readPull(at, pull.number);
    if (!now?.merged || !now.mergeCommit) {
      await store.intendDecision(record.id, undefined);
      throw error;
    }
    // The answer was lost on the way, or somebody was faster; either way it is merged.
    mergeCommit = now.mergeCommit;
  }
  await store.saveDecision(record.id, {
    decision,
    decidedBy: by,
    decidedAt: parts.now().toISOString(),
    comment,
    mergeCommit,
  });
  await tell(parts, { ...record, decision, decidedBy: by, comment }, "merged");
  await github.deleteBranch(at, pull.head.branch).catch((error) => {
    log().info({ error, branch: pull.head.branch }, "a merged branch was not deleted");
  });
}
