import { allowedDisruptions } from "./allowed-disruptions";
import { conditionOf, countNodes } from "./explain-blocks";
import { judgeNodes } from "./judge-nodes";
import { conclude, isMerged, leftBehind, totalOf } from "./judge-phase";
import type { RolloutView } from "./rollout";
import { argoOf, type RolloutInput } from "./rollout-input";

const SHOWN_EVENTS = 100;

/**
 * What is true of a rollout now. Argo CD's Healthy is not rolled out: verified is only what every node
 * of the class shows, by image, kubelet, kernel and containerd.
 */
export function judgeRollout(input: RolloutInput): RolloutView {
  const { update, cluster } = input;
  // Once Git names another image than the update's, nodes are on their way to that one.
  const left = leftBehind(input);
  const { update: _, ...bare } = input;
  const seen: RolloutInput = left ? { ...bare, promised: {} } : input;
  const nodes = judgeNodes(seen);
  const total = totalOf(seen);
  const replaced = nodes.filter(({ stage }) => stage === "replaced").length;
  const conclusion = left
    ? { ...left, phase: replaced < total ? ("replacing" as const) : ("done" as const) }
    : conclude(input, nodes);
  const pools = cluster?.nodePools ?? [];
  const argo = argoOf(input);
  const ready = conditionOf(cluster?.nodeClass, "Ready");
  return {
    cluster: input.target.cluster,
    nodeClass: input.target.nodeClass,
    environment: input.environment,
    ...(update ? { updateId: update.id, from: update.from, to: update.to } : {}),
    ...(update?.pull ? { pull: update.pull } : {}),
    ...(update?.mergeCommit ? { mergeCommit: update.mergeCommit } : {}),
    ...(update && isMerged(input) && update.decidedAt ? { mergedAt: update.decidedAt } : {}),
    ...conclusion,
    ...(argo ? { argo } : {}),
    ...(ready ? { nodeClassReady: ready.status === "True" } : {}),
    nodeClassImages: cluster?.nodeClass?.images ?? [],
    nodes,
    total,
    replaced,
    budgets: pools.flatMap(
      ({ name }) => allowedDisruptions(input.budgets, name, countNodes(input, name)).budgets,
    ),
    events: (cluster?.events ?? [])
      .map(({ kind, name, firstAt: _, ...event }) => ({ ...event, object: `${kind} ${name}` }))
      .sort((a, b) => (a.at < b.at ? 1 : -1))
      .slice(0, SHOWN_EVENTS),
    missing: [...input.missing, ...(cluster?.missing ?? [])],
    ...(cluster ? {} : { unread: true }),
  };
}
