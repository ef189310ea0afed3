import { type AmiConfig, targetId } from "./config";
import { inWindow } from "./maintenance-window";
import type { Detection } from "./model";
import type { Lane, LaneTarget, Promotion, RolloutBrief, UpdateBrief } from "./views";

/** What the lanes are made of; updates and rollouts by `targetId`. */
export interface LaneFacts {
  config: Pick<AmiConfig, "environments" | "clusters">;
  detections: readonly Detection[];
  updates: ReadonlyMap<string, UpdateBrief>;
  rollouts: ReadonlyMap<string, RolloutBrief>;
  now: Date;
}

/** Environments in the order of promotion, each with its node classes in the order of the file. */
export function prepareLanes({ config, detections, updates, rollouts, now }: LaneFacts): Lane[] {
  const found = new Map(detections.map((each) => [targetId(each), each]));
  const lanes = config.environments.map(({ name, ...rules }): Lane => {
    const clusters = config.clusters.filter(({ environment }) => environment === name);
    const targets = clusters.flatMap((cluster) =>
      cluster.nodeClasses.flatMap((nodeClass) => {
        const id = targetId({ cluster: cluster.name, nodeClass: nodeClass.name });
        const detection = found.get(id);
        return detection ? [laneTarget(detection, updates.get(id), rollouts.get(id))] : [];
      }),
    );
    return { environment: name, rules, windowOpen: inWindow(rules.window, now), targets };
  });
  return lanes.map((lane, at) => {
    const before = lanes[at - 1];
    return before ? { ...lane, after: promotionFrom(before, now) } : lane;
  });
}

function laneTarget(
  { checkedAt: _when, updateId: _id, environment: _lane, ...rest }: Detection,
  update: UpdateBrief | undefined,
  rollout: RolloutBrief | undefined,
): LaneTarget {
  return { ...rest, ...(update && { update }), ...(rollout && { rollout }) };
}

/**
 * How far an environment is with its newest release, over all of its node classes: as far as the one
 * that is furthest behind.
 */
export function promotionFrom(lane: Lane, now: Date): Promotion {
  const updates = lane.targets.flatMap(({ update }) => update ?? []);
  const releases = updates.flatMap(({ to }) => to.release ?? []).sort();
  const release = releases.at(-1);
  const { environment } = lane;
  if (release === undefined) return { environment, standing: "none" };
  const newest = updates.filter(({ to }) => to.release === release);
  const standing = (name: Promotion["standing"]): Promotion => ({
    environment,
    standing: name,
    release,
  });
  if (newest.some(({ outcome }) => outcome !== undefined && outcome !== "verified"))
    return standing("trouble");
  const merged = newest.filter(
    ({ decision }) => decision === "merged" || decision === "auto_merged",
  );
  if (merged.length < newest.length) return standing("undecided");
  if (merged.some(({ outcome }) => outcome === undefined)) return standing("rolling_out");
  const verified = Math.max(...merged.map(({ outcomeAt }) => Date.parse(outcomeAt ?? "") || 0));
  const soaked = verified + lane.rules.soakMinutes * 60_000;
  return {
    ...standing(soaked <= now.getTime() ? "soaked" : "soaking"),
    soakedAt: new Date(soaked).toISOString(),
  };
}
