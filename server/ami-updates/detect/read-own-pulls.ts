import "server-only";
import { targetId } from "@/lib/ami-updates/config";
import type { OwnPull } from "@/lib/ami-updates/judge-target";
import { readMarker } from "@/lib/ami-updates/pull-request-marker";
import type { RepositoryRef } from "@/server/github/contracts";
import { inParallel } from "@/server/platform/in-parallel";
import type { AmiParts } from "../contracts";
import { AMI_UPDATE_LABEL } from "../propose/label";
import { repositoryId, type TargetSettings } from "./target-settings";
import { type Unread, unread } from "./unread";

/** Pull requests of ours, by `targetId`, newest first. */
export type OwnPulls = Map<string, (OwnPull & { to: string; release: string })[]>;

/**
 * One look for each repository. The marker counts only where our App is the author: anybody can write
 * one into a pull request of theirs. By repository: the pull requests, or why they cannot be read.
 */
export async function readOwnPulls(
  parts: AmiParts,
  targets: readonly TargetSettings[],
): Promise<Map<string, OwnPulls | Unread>> {
  const repositories = new Map(
    targets.map(({ cluster }) => [repositoryId(cluster.repository), cluster.repository]),
  );
  const read = await inParallel([...repositories.values()], 4, async (at) => {
    try {
      return await readRepository(parts, at);
    } catch (error) {
      return unread("The pull requests could not be read", error);
    }
  });
  return new Map([...repositories.keys()].map((id, at) => [id, read[at] ?? new Map()]));
}

async function readRepository(parts: AmiParts, at: RepositoryRef): Promise<OwnPulls> {
  const [ours, pulls] = await Promise.all([
    parts.github.appLogin(),
    parts.github.listPulls(at, { state: "all", labels: [AMI_UPDATE_LABEL] }),
  ]);
  const byTarget: OwnPulls = new Map();
  for (const pull of pulls) {
    const marker = pull.author === ours ? readMarker(pull.body) : undefined;
    if (!marker || marker.reverts) continue;
    const id = targetId(marker);
    const { number, url, state, merged, closedAt } = pull;
    const own = { number, url, state, merged, closedAt, to: marker.to, release: marker.release };
    byTarget.set(id, [...(byTarget.get(id) ?? []), own]);
  }
  return byTarget;
}
