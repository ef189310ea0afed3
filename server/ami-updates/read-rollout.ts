import "server-only";
import type { ApplicationFacts, ClusterFacts } from "@/lib/ami-updates/cluster-facts";
import { settingsOf, type Target, targetId } from "@/lib/ami-updates/config";
import { seemsTakenBack } from "@/lib/ami-updates/judge-phase";
import { judgeRollout } from "@/lib/ami-updates/judge-rollout";
import type { PullRequestRef, UpdateRecord } from "@/lib/ami-updates/model";
import type { RolloutView } from "@/lib/ami-updates/rollout";
import type { RolloutInput } from "@/lib/ami-updates/rollout-input";
import { AppError, toProblem } from "@/server/platform/errors";
import type { AmiParts } from "./contracts";
import { evaluateBudgets } from "./evaluate-budgets";
import { destinationOf } from "./propose/destination";
import { findOurPulls } from "./propose/find-pull";
import { readTermsAt } from "./read-terms-at";

/** What a rollout is read from. */
export type RolloutParts = Pick<AmiParts, "config" | "clusters" | "now"> & {
  github: Pick<AmiParts["github"], "isDescendant" | "readFile" | "listPulls" | "appLogin">;
  store: Pick<AmiParts["store"], "latest" | "list" | "byId">;
};

/**
 * A target's rollout as it stands now: the record (the one asked for, else what was merged last), whether Argo CD has the merge commit or a
 * descendant, and the cluster. What cannot be read is told in `missing`.
 * @throws AppError not_found when the configuration has no such target
 */
export async function readRollout(
  parts: RolloutParts,
  target: Target,
  updateId?: string,
): Promise<RolloutView> {
  const settings = settingsOf(parts.config(), target);
  if (!settings)
    throw new AppError("not_found", `The configuration has no node class ${targetId(target)}.`);
  const { cluster, environment } = settings;
  const context = cluster.context ?? cluster.name;
  const missing: string[] = [];
  const tried = async <T>(read: Promise<T>): Promise<T | undefined> => {
    try {
      return await read;
    } catch (error) {
      const { message } = toProblem(error);
      if (!missing.includes(message)) missing.push(message);
      return undefined;
    }
  };
  const [update, application] = await Promise.all([
    tried(updateId ? parts.store.byId(updateId) : newest(parts, target)),
    tried<ApplicationFacts | null>(
      parts.clusters.readApplication(context, cluster.argo).then((found) => found ?? null),
    ),
  ]);
  // The cluster after Argo CD: the other way round, a sync in between looks like a change taken back.
  // A look that others began earlier may be shared all the same, so Git has the last word on that.
  const [facts, hasMerge, revert] = await Promise.all([
    tried<ClusterFacts>(parts.clusters.readRollout(context, target.nodeClass)),
    tried(descends(parts, cluster.repository, update, application)),
    tried(findRevert(parts, target, update)),
  ]);
  const now = parts.now();
  const input: RolloutInput = {
    target: { cluster: target.cluster, nodeClass: target.nodeClass },
    environment: environment.name,
    ...(update ? { update } : {}),
    promised: promisedOf(update),
    soakMinutes: environment.soakMinutes,
    stuckAfterMinutes: environment.stuckAfterMinutes,
    ...(facts ? { cluster: facts } : {}),
    ...(application === undefined ? {} : { application }),
    applicationName: cluster.argo.application,
    ...(hasMerge === undefined ? {} : { hasMerge }),
    budgets: evaluateBudgets(facts?.nodePools ?? [], now),
    missing,
    now,
  };
  const git =
    application?.revision && seemsTakenBack(input)
      ? await tried(readTermsAt(parts, target, application.revision))
      : undefined;
  const view = judgeRollout(git ? { ...input, git } : input);
  return revert ? { ...view, revert } : view;
}

/** What was merged last, for that is what rolls out; a proposal only where nothing ever was. */
async function newest({ store }: RolloutParts, target: Target): Promise<UpdateRecord | undefined> {
  const [merged] = await store.list({ target, merged: true, dryRun: false, limit: 1 });
  return merged ?? store.latest(target);
}

/** The pull request that takes the update back; one that was closed without a merge does not count. */
async function findRevert(
  parts: RolloutParts,
  target: Target,
  update: UpdateRecord | undefined,
): Promise<PullRequestRef | undefined> {
  if (!update?.mergeCommit) return undefined;
  const pulls = await findOurPulls(parts, destinationOf(parts, target, "ami-revert"), target);
  const found = pulls.find(
    ({ pull, marker }) => marker?.reverts === update.id && (pull.merged || pull.state === "open"),
  );
  return found && { number: found.pull.number, url: found.pull.url };
}

/** Whether what Argo CD synced last has the update's merge commit; undefined when that cannot be told. */
async function descends(
  parts: RolloutParts,
  repository: { owner: string; name: string },
  update: UpdateRecord | undefined,
  application: ApplicationFacts | null | undefined,
): Promise<boolean | undefined> {
  const { mergeCommit } = update ?? {};
  if (!mergeCommit || !application?.revision) return undefined;
  if (application.revision === mergeCommit) return true;
  return parts.github.isDescendant(
    { owner: repository.owner, name: repository.name },
    mergeCommit,
    application.revision,
  );
}

/** What the notes promise; the release version tells the kubelet where they do not. */
function promisedOf(update: UpdateRecord | undefined): Record<string, string> {
  const kubelet = update?.to.releaseVersion?.match(/^\d+\.\d+\.\d+/)?.[0];
  return { ...(kubelet ? { kubelet } : {}), ...update?.analysis?.promised };
}
