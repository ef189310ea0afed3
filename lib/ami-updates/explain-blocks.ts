import { allowedDisruptions } from "./allowed-disruptions";
import type { ClusterFacts } from "./cluster-facts";
import { clock, latest, type RolloutInput } from "./rollout-input";

type Claim = ClusterFacts["nodeClaims"][number];
type Event = ClusterFacts["events"][number];

/** Reasons of Karpenter's events that say why something does not move. */
const BLOCKING = /^(DisruptionBlocked|FailedDraining|InsufficientCapacityError|FailedEviction)$/;
/** What Karpenter says of every node that it is already working on. */
const ORDINARY = /deleting or marked for deletion|nominated|still initializ/i;

/**
 * Why an old node does not go, one sentence each: a PodDisruptionBudget while it is chosen or drained.
 * `since` is when the first of it was seen.
 */
export function explainNode(
  input: RolloutInput,
  claim: Claim,
): { blocked: string[]; since?: string } {
  const { cluster, now } = input;
  const begun = conditionOf(claim, "Drifted")?.since ?? claim.createdAt;
  const own = (cluster?.events ?? [])
    .filter(({ kind, name }) =>
      kind === "Node" ? name === claim.node : kind === "NodeClaim" && name === claim.name,
    )
    .filter(
      ({ reason, message, at }) => BLOCKING.test(reason) && !ORDINARY.test(message) && at >= begun,
    );
  const draining = claim.deletedAt !== undefined;
  const said = newestOf(own.filter(({ reason }) => (reason === "FailedDraining") === draining));
  if (!said) return { blocked: [] };
  const since = said.firstAt ?? said.at;
  const budgets = budgetsIn(said.message);
  const named = budgets.length > 0 ? budgets : draining ? closedBudgets(cluster) : [];
  // A budget that was opened meanwhile explains nothing any more; Karpenter's event lives on for an hour.
  const still = named.filter(
    (name) => unreadBudgets(cluster) || closedBudgets(cluster).includes(name),
  );
  if (named.length > 0 && still.length === 0) return { blocked: [] };
  const what = draining ? "Its pods cannot be evicted" : "Karpenter does not choose it";
  if (still.length > 0) {
    const which = still.map((name) => `PodDisruptionBudget ${name} (${countsOf(cluster, name)})`);
    return {
      blocked: [
        `${what}: ${which.join(" and ")} allows no disruption, since ${clock(since, now)}.`,
      ],
      since,
    };
  }
  return {
    blocked: [`${what}: ${said.message.replace(/\.$/, "")}, since ${clock(since, now)}.`],
    since,
  };
}

/** Why a pool begins no replacement now, in one sentence; undefined when its budgets let it. */
export function explainBudget(
  input: RolloutInput,
  nodePool: string,
): { why: string; passes: boolean } | undefined {
  const { allowed, strictest } = allowedDisruptions(
    input.budgets,
    nodePool,
    countNodes(input, nodePool),
  );
  if (allowed > 0 || !strictest) return undefined;
  const until = strictest.until ? ` until ${clock(strictest.until, input.now)}` : "";
  const when = strictest.schedule
    ? ` (schedule ${strictest.schedule}${strictest.duration ? `, ${strictest.duration}` : ""})`
    : "";
  const zero = /^0%?$/.test(strictest.nodes);
  return {
    why: zero
      ? `NodePool ${nodePool}'s budget ${strictest.nodes}${when} lets no node be replaced${until}.`
      : `NodePool ${nodePool}'s budget ${strictest.nodes}${when} is used up${until}.`,
    passes: strictest.until !== undefined,
  };
}

/** Nodes of a pool as Karpenter's budgets count them: only those that have joined. */
export function countNodes(
  { cluster }: RolloutInput,
  nodePool: string,
): { total: number; disrupted: number } {
  const nodes = new Map((cluster?.nodes ?? []).map((node) => [node.name, node]));
  const joined = (cluster?.nodeClaims ?? []).filter(
    (claim) => claim.nodePool === nodePool && isTrue(claim, "Initialized"),
  );
  const disrupted = joined.filter((claim) => {
    const node = nodes.get(claim.node ?? "");
    return claim.deletedAt !== undefined || isMarked(node) || node?.ready === false;
  });
  return { total: joined.length, disrupted: disrupted.length };
}

/** Karpenter has chosen the node and keeps new pods away from it. */
export const isMarked = (node: ClusterFacts["nodes"][number] | undefined): boolean =>
  node?.taints.some((taint) => taint.startsWith("karpenter.sh/disrupted")) ?? false;

export const conditionOf = (
  of: { conditions: ClusterFacts["nodeClaims"][number]["conditions"] } | undefined,
  type: string,
) => of?.conditions.find((condition) => condition.type === type);

export const isTrue = (of: Parameters<typeof conditionOf>[0], type: string): boolean =>
  conditionOf(of, type)?.status === "True";

/** The newest event that machines could not be had, of this rollout's claims and pools, after `after`. */
export function capacityEvent(input: RolloutInput, after: string | undefined): Event | undefined {
  return newestOf(
    (input.cluster?.events ?? []).filter(
      ({ reason, at }) =>
        /InsufficientCapacity/.test(reason) && (after === undefined || at >= after),
    ),
  );
}

function newestOf(events: Event[]): Event | undefined {
  const at = latest(...events.map((event) => event.at));
  return events.find((event) => event.at === at);
}

/** `[shop/web shop/cart]` of Karpenter's message. */
const budgetsIn = (message: string): string[] =>
  message
    .match(/PodDisruptionBudget=\[?([^\])]+)/)?.[1]
    ?.split(/[\s,]+/)
    .filter(Boolean) ?? [];

const closedBudgets = (cluster: ClusterFacts | undefined): string[] =>
  (cluster?.disruptionBudgets ?? [])
    .filter(({ disruptionsAllowed }) => disruptionsAllowed === 0)
    .map(({ namespace, name }) => `${namespace}/${name}`);

const unreadBudgets = (cluster: ClusterFacts | undefined): boolean =>
  cluster?.unread.includes("disruptionBudgets") ?? true;

function countsOf(cluster: ClusterFacts | undefined, full: string): string {
  const found = cluster?.disruptionBudgets.find(
    ({ namespace, name }) => `${namespace}/${name}` === full,
  );
  return found
    ? `${found.currentHealthy} healthy, ${found.desiredHealthy} must stay`
    : "not readable now";
}
