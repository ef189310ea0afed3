import "server-only";
import { targetId } from "@/lib/ami-updates/config";
import { codeSpan, escapeMarkdown } from "@/lib/ami-updates/escape-markdown";
import { imageKey, imageName } from "@/lib/ami-updates/image-key";
import type { UpdateRecord } from "@/lib/ami-updates/model";
import { writeMarker } from "@/lib/ami-updates/pull-request-marker";

/** What a pull request says that takes an update back. Who asked and why are a person's words: escaped. */
export function revertText(
  record: UpdateRecord,
  { by, reason }: { by: string; reason: string },
): { title: string; body: string } {
  const { id, cluster, nodeClass, from, to, pull, outcomeWhy } = record;
  const back = from.release ?? imageKey(from);
  return {
    title: `Put the node image of ${targetId(record)} back to ${back}`,
    body: [
      `Takes back the update to ${codeSpan(to.release, 100)}${pull ? ` of #${pull.number}` : ""}, at the wish of ${codeSpan(by, 200)}: ${escapeMarkdown(reason, 1_000)}`,
      ...(outcomeWhy ? [`The rollout: ${escapeMarkdown(outcomeWhy, 500)}`] : []),
      `From ${codeSpan(imageName(to), 200)} to ${codeSpan(imageName(from), 200)}; exactly one line changes. Merging replaces the cluster's nodes once more.`,
      writeMarker({
        v: 1,
        updateId: id,
        cluster,
        nodeClass,
        from: imageKey(to),
        to: imageKey(from),
        release: back,
        reverts: id,
      }),
    ].join("\n\n"),
  };
}
