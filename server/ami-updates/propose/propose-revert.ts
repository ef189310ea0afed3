import "server-only";
import { targetId } from "@/lib/ami-updates/config";
import type { PullRequestRef } from "@/lib/ami-updates/model";
import { AppError } from "@/server/platform/errors";
import { destinationOf, type ProposeParts } from "./destination";
import { draftChange } from "./draft-change";
import { findOurPulls } from "./find-pull";
import { AMI_UPDATE_LABEL } from "./label";
import { revertText } from "./revert-text";
import { writeBranch } from "./write-branch";
import { writePull } from "./write-pull";

/**
 * A pull request that puts the line back that a merged update changed, on a branch of its own; the
 * file's other lines stay as they are now. May be repeated: an open one is brought up to date.
 * @throws AppError saying what is in the way
 */
export async function proposeRevert(
  parts: ProposeParts,
  { updateId, by, reason }: { updateId: string; by: string; reason: string },
): Promise<PullRequestRef> {
  const record = await parts.store.byId(updateId);
  if (!record) throw new AppError("not_found", "There is no such update.");
  if (record.decision !== "merged" && record.decision !== "auto_merged")
    throw new AppError("conflict", "Only an update that was merged can be taken back.");
  return parts.store.exclusively(`revert:${targetId(record)}`, async () => {
    const destination = destinationOf(parts, record, "ami-revert");
    const pulls = await findOurPulls(parts, destination, record);
    const open = pulls.find(({ pull }) => pull.state === "open");
    const draft = await draftChange(parts, destination, { from: record.to, to: record.from });
    const text = revertText(record, { by, reason });
    await writeBranch(parts, destination, draft, { message: text.title });
    const { number, url } = await writePull(parts, destination, open?.pull, {
      ...text,
      labels: [AMI_UPDATE_LABEL, "revert"],
    });
    return { number, url };
  });
}
