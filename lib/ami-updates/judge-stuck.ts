import { claimsOf } from "./expected-images";
import { capacityEvent, conditionOf, explainBudget, isTrue } from "./explain-blocks";
import type { RolloutNode, RolloutPhase } from "./rollout";
import {
  clock,
  type Finding,
  latest,
  minutesSince,
  nameOf,
  type RolloutInput,
} from "./rollout-input";

/** Why it does not move, and since when; undefined while it moves or may still begin to. */
export function judgeStuck(
  input: RolloutInput,
  phase: RolloutPhase,
  nodes: RolloutNode[],
): Finding | undefined {
  if (phase === "waiting_for_sync") return stuckBeforeSync(input);
  if (phase === "waiting_for_drift") return stuckBeforeDrift(input);
  if (phase === "replacing") return stuckReplacing(input, nodes);
  return undefined;
}

function stuckBeforeSync(input: RolloutInput): Finding | undefined {
  const { application, update, now } = input;
  const since = update?.decidedAt;
  if (application === null)
    return { why: `The cluster has no Argo CD Application ${input.applicationName}.`, since };
  if (!application) return undefined;
  const { operation } = application;
  if (operation && /^(Failed|Error)$/.test(operation.phase) && later(operation.startedAt, since))
    return {
      why: `Argo CD's sync failed${operation.message ? `: ${operation.message.replace(/\.$/, "")}` : ""}.`,
      since: operation.finishedAt ?? operation.startedAt,
    };
  if (!application.autoSync && operation?.phase !== "Running")
    return {
      why: `Argo CD does not sync ${application.name} by itself: its auto-sync is off.`,
      since,
    };
  return tooLong(input, since)
    ? { why: `Argo CD has not synced the merge since ${clock(since ?? "", now)}.`, since }
    : undefined;
}

function stuckBeforeDrift(input: RolloutInput): Finding | undefined {
  const { cluster, update, now } = input;
  const nodeClass = cluster?.nodeClass;
  const since = latest(update?.decidedAt, input.application?.operation?.finishedAt);
  if (!cluster || !update) return undefined;
  if (!nodeClass) {
    if (cluster.unread.includes("nodeClass")) return undefined;
    return { why: `The cluster has no EC2NodeClass ${input.target.nodeClass}.`, since };
  }
  const ready = conditionOf(nodeClass, "AMIsReady");
  if (ready?.status === "False")
    return {
      why: `The node class cannot find its image${ready.message ? `: ${ready.message.replace(/\.$/, "")}` : ""}.`,
      since: ready.since,
    };
  const { from, to } = update;
  if (
    from.imageId &&
    to.imageId &&
    nodeClass.images.includes(from.imageId) &&
    nodeClass.images.includes(to.imageId)
  )
    return {
      why: `The node class accepts the old image ${from.imageId} too, so Karpenter will not replace nodes that run it.`,
      since,
    };
  if (!tooLong(input, since)) return undefined;
  return nodeClass.images.includes(to.imageId ?? "")
    ? { why: `Karpenter has called no node drifted since ${clock(since ?? "", now)}.`, since }
    : {
        why: `The node class has not taken ${nameOf(to)} since ${clock(since ?? "", now)}.`,
        since,
      };
}

function stuckReplacing(input: RolloutInput, nodes: RolloutNode[]): Finding | undefined {
  const since = lastProgress(input);
  if (!tooLong(input, since)) return undefined;
  const { now } = input;
  const text = (why: string): Finding => ({ why, since });
  const capacity = capacityEvent(input, since);
  if (capacity)
    return text(
      `No machine could be had since ${clock(capacity.firstAt ?? capacity.at, now)}: ${capacity.message.replace(/\.$/, "")}.`,
    );
  const failed = nodes.find(({ stage, blocked }) => stage === "failed" && blocked.length > 0);
  if (failed) return text(`${failed.node ?? failed.claim} does not move: ${failed.blocked[0]}`);
  const coming = claimsOf(input).find((claim) => !isTrue(claim, "Initialized"));
  if (coming) {
    const waits = ["Launched", "Registered", "Initialized"].find((type) => !isTrue(coming, type));
    const condition = conditionOf(coming, waits ?? "");
    return text(
      `${coming.name} is not ${waits?.toLowerCase()} since ${clock(condition?.since ?? coming.createdAt, now)}${condition?.message ? `: ${condition.message.replace(/\.$/, "")}` : ""}.`,
    );
  }
  // A frozen window ends by itself: that is waiting as somebody wanted it.
  const pools = [
    ...new Set(nodes.filter(({ stage }) => stage === "drifted").map(({ nodePool }) => nodePool)),
  ];
  const budgets = pools.map((pool) => explainBudget(input, pool));
  if (budgets.length > 0 && budgets.every((budget) => budget?.passes)) return undefined;
  const blocked = nodes.find((node) => node.blocked.length > 0);
  if (blocked) return text(`${blocked.node ?? blocked.claim} does not move: ${blocked.blocked[0]}`);
  return text(
    `No node was replaced since ${clock(since ?? "", now)}, and nothing in the cluster says why.`,
  );
}

/** When something last went forward: merged, synced, called drifted, or a node came up for good. */
export const lastProgress = (input: RolloutInput): string | undefined =>
  latest(
    input.update?.decidedAt,
    input.application?.operation?.finishedAt,
    ...claimsOf(input).flatMap((claim) => [
      conditionOf(claim, "Drifted")?.since,
      isTrue(claim, "Initialized") ? conditionOf(claim, "Initialized")?.since : undefined,
    ]),
  );

const tooLong = ({ stuckAfterMinutes, now }: RolloutInput, since: string | undefined): boolean =>
  since !== undefined && minutesSince(since, now) >= stuckAfterMinutes;

const later = (at: string | undefined, than: string | undefined): boolean =>
  at !== undefined && (than === undefined || at >= than);
