import "server-only";
import { targetId } from "@/lib/ami-updates/config";
import type { UpdateRecord } from "@/lib/ami-updates/model";
import { readMarker } from "@/lib/ami-updates/pull-request-marker";
import type { AmiParts } from "../contracts";
import { repositoryId, targetsOf } from "../detect/target-settings";
import { AMI_UPDATE_LABEL } from "../propose/label";
import { settled } from "./settled";

/**
 * Finds merged pull requests of ours that took an update back. One look at each repository, which
 * costs nothing while GitHub has nothing new. @returns how many updates are reverted now
 */
export async function followReverts(parts: AmiParts, merged: UpdateRecord[]): Promise<number> {
  const standing = new Map(
    merged.filter(({ outcome }) => outcome !== "reverted").map((record) => [record.id, record]),
  );
  if (standing.size === 0) return 0;
  const repositories = new Map(
    targetsOf(parts.config()).map(({ cluster: { repository } }) => [
      repositoryId(repository),
      repository,
    ]),
  );
  let reverted = 0;
  for (const at of repositories.values()) {
    const found = await settled("reverts could not be looked for", async () => {
      const ours = await parts.github.appLogin();
      const pulls = await parts.github.listPulls(at, { state: "all", labels: [AMI_UPDATE_LABEL] });
      return pulls.filter(({ merged: done, author }) => done && author === ours);
    });
    for (const pull of found ?? []) {
      const marker = readMarker(pull.body);
      const record = standing.get(marker?.reverts ?? "");
      if (!record || !marker || targetId(marker) !== targetId(record)) continue;
      if (pull.base.branch !== at.branch) continue;
      const by = pull.mergeCommit ? ` with ${pull.mergeCommit.slice(0, 7)}` : "";
      const why = `Pull request #${pull.number} took it back${by}.`;
      const when = pull.mergedAt ? new Date(pull.mergedAt) : parts.now();
      await parts.store.saveOutcome(record.id, "reverted", why, when);
      standing.delete(record.id);
      reverted += 1;
    }
  }
  return reverted;
}
