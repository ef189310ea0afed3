import { checkPromise, versionOfRuntime } from "./check-promise";
import type { ClusterFacts } from "./cluster-facts";
import { claimsOf, expectedImages, isNew } from "./expected-images";
import { conditionOf, explainBudget, explainNode, isMarked, isTrue } from "./explain-blocks";
import type { NodeStage, RolloutNode } from "./rollout";
import { clock, minutesSince, type RolloutInput } from "./rollout-input";

type Claim = ClusterFacts["nodeClaims"][number];
type Node = ClusterFacts["nodes"][number];

/** Steps of a machine that comes up, in order: the first that is not done is where it stands. */
const COMING_UP = [
  { condition: "Launched", stage: "launching", said: "No machine was had for it" },
  { condition: "Registered", stage: "registering", said: "It runs and has not joined the cluster" },
  { condition: "Initialized", stage: "initializing", said: "It joined and is not ready" },
] as const;

/** Every node of the rollout where it stands now, those under way first. */
export function judgeNodes(input: RolloutInput): RolloutNode[] {
  const expected = expectedImages(input);
  const nodes = new Map((input.cluster?.nodes ?? []).map((node) => [node.name, node]));
  const pools = new Map<string, ReturnType<typeof explainBudget>>();
  const budgetOf = (pool: string) => {
    if (!pools.has(pool)) pools.set(pool, explainBudget(input, pool));
    return pools.get(pool);
  };
  const claims = claimsOf(input);
  const underWay = new Set(
    claims
      .filter(
        (claim) =>
          claim.deletedAt || isMarked(nodes.get(claim.node ?? "")) || !isTrue(claim, "Initialized"),
      )
      .map(({ nodePool }) => nodePool),
  );
  return claims.map((claim) => {
    const node = nodes.get(claim.node ?? "");
    const judged = isNew(claim, expected)
      ? judgeNew(input, claim, node)
      : judgeOld(input, claim, node);
    if (
      judged.stage === "drifted" &&
      judged.blocked.length === 0 &&
      !underWay.has(claim.nodePool)
    ) {
      const budget = budgetOf(claim.nodePool);
      if (budget) judged.blocked.push(budget.why);
    }
    return { ...factsOf(claim, node), ...judged };
  });
}

interface Judged {
  stage: NodeStage;
  since?: string;
  mismatches: string[];
  blocked: string[];
}

function judgeNew(input: RolloutInput, claim: Claim, node: Node | undefined): Judged {
  const { now, promised, stuckAfterMinutes } = input;
  const at = COMING_UP.find(({ condition }) => !isTrue(claim, condition));
  if (at) {
    const condition = conditionOf(claim, at.condition);
    const since = condition?.since ?? claim.createdAt;
    const reason = condition?.message ? ` (${condition.message.replace(/\.$/, "")})` : "";
    const waits = claim.deletedAt !== undefined || minutesSince(since, now) >= stuckAfterMinutes;
    return {
      stage: waits ? "failed" : at.stage,
      since,
      mismatches: [],
      blocked: waits ? [`${at.said}${reason}, since ${clock(since, now)}.`] : [],
    };
  }
  const mismatches = node ? checkPromise(promised, node) : [];
  const since = conditionOf(claim, "Initialized")?.since;
  if (claim.deletedAt)
    return { stage: "draining", since: claim.deletedAt, mismatches, blocked: [] };
  if (node && !node.ready) {
    const gone = node.readySince ?? since;
    const blocked = [`The node is not ready${gone ? `, since ${clock(gone, now)}` : ""}.`];
    return { stage: "failed", since: gone, mismatches, blocked };
  }
  return { stage: "replaced", since, mismatches, blocked: [] };
}

function judgeOld(input: RolloutInput, claim: Claim, node: Node | undefined): Judged {
  const { blocked, since: blockedSince } = explainNode(input, claim);
  const { now, stuckAfterMinutes } = input;
  if (claim.deletedAt) {
    const stands =
      blockedSince !== undefined && minutesSince(blockedSince, now) >= stuckAfterMinutes;
    return {
      stage: stands ? "failed" : "draining",
      since: claim.deletedAt,
      mismatches: [],
      blocked,
    };
  }
  const drifted = conditionOf(claim, "Drifted");
  if (isMarked(node)) {
    const since = conditionOf(claim, "DisruptionReason")?.since ?? drifted?.since;
    return { stage: "drifted", since, mismatches: [], blocked };
  }
  if (drifted?.status === "True")
    return { stage: "drifted", since: drifted.since, mismatches: [], blocked };
  return { stage: "old", since: claim.createdAt, mismatches: [], blocked: [] };
}

const factsOf = (claim: Claim, node: Node | undefined) => ({
  claim: claim.name,
  nodePool: claim.nodePool,
  ...(claim.node ? { node: claim.node } : {}),
  ...(claim.imageId ? { imageId: claim.imageId } : {}),
  ...(claim.instanceType ? { instanceType: claim.instanceType } : {}),
  ...(claim.zone ? { zone: claim.zone } : {}),
  ...(node
    ? {
        kubelet: node.kubelet,
        kernel: node.kernel,
        containerd: versionOfRuntime(node.runtime),
        osImage: node.osImage,
      }
    : {}),
});
