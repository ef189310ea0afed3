import "server-only";
import { targetId } from "@/lib/ami-updates/config";
import type { UpdateRecord } from "@/lib/ami-updates/model";
import { log } from "@/server/platform/log";
import type { AmiParts } from "../contracts";
import type { PullNow } from "../read-pull-now";

/** Closes the pull request, so that this image is skipped. @throws AppError, as GitHub refused */
export async function closePull(
  parts: AmiParts,
  record: UpdateRecord,
  { at, pull }: PullNow,
  { by, comment }: { by: string; comment?: string },
): Promise<void> {
  const { store, github } = parts;
  await store.intendDecision(record.id, { by, comment });
  try {
    await github.updatePull(at, pull.number, { state: "closed" });
  } catch (error) {
    const now = await github.readPull(at, pull.number);
    if (now?.state !== "closed") {
      await store.intendDecision(record.id, undefined);
      throw error;
    }
  }
  await store.saveDecision(record.id, {
    decision: "closed",
    decidedBy: by,
    decidedAt: parts.now().toISOString(),
    comment,
  });
  await github.deleteBranch(at, pull.head.branch).catch((error) => {
    log().info({ error, target: targetId(record) }, "a closed branch was not deleted");
  });
}
