import { NODE_POOL } from "../clusters.ts";
import { KINDS } from "../objects/kinds.ts";
import {
  conditionOf,
  isTrue,
  type KubeObject,
  timestamp,
  withCondition,
  withoutCondition,
} from "../objects/kube-object.ts";
import type { World } from "../world.ts";
import { isActive, type PoolBudget } from "./budget-window.ts";
import { claimsIn, isMarked, newClaim, nodeOf, REPLACES, setMarked } from "./karpenter-objects.ts";
import { imagesIn, nodeClassReady } from "./node-class.ts";
import { recordEvent } from "./record-event.ts";
import { blockingBudget, podsOn } from "./workload.ts";

/** Nodes whose image the node class no longer names are drifted. */
export function markDrift(world: World): void {
  const nodeClass = nodeClassReady(world);
  if (!nodeClass) return;
  const accepted = imagesIn(nodeClass);
  for (const claim of claimsIn(world)) {
    if (!isTrue(claim, "Launched") || claim.metadata.deletionTimestamp) continue;
    const drifted = !accepted.includes(claim.status?.imageID);
    if (drifted) world.objects.put(withCondition(claim, "Drifted", "True", "AMIDrift", "AMIDrift"));
    else if (conditionOf(claim, "Drifted")) world.objects.put(withoutCondition(claim, "Drifted"));
  }
}

/** Chooses drifted nodes within the budget, asks for a machine in place of each, and keeps new pods away. */
export function beginDisruption(world: World): void {
  const { objects } = world;
  const pool = objects.get(KINDS.nodePools, NODE_POOL);
  if (!pool || !nodeClassReady(world) || Date.now() < world.notBefore) return;
  const candidates = claimsIn(world)
    .filter(
      (claim) =>
        isTrue(claim, "Drifted") &&
        isTrue(claim, "Initialized") &&
        !claim.metadata.deletionTimestamp,
    )
    .filter((claim) => !isMarked(nodeOf(world, claim)))
    .sort(
      (a, b) =>
        (a.metadata.creationTimestamp ?? "").localeCompare(b.metadata.creationTimestamp ?? "") ||
        a.metadata.name.localeCompare(b.metadata.name),
    );
  let allowed = allowedNow(world, pool);
  if (candidates.length > 0 && limitOf(world, pool) === 0)
    recordEvent(
      world,
      pool,
      "Normal",
      "DisruptionBlocked",
      "No allowed disruptions for disruption reason Drifted due to blocking budget",
    );
  for (const claim of candidates) {
    if (allowed <= 0) return;
    const node = nodeOf(world, claim);
    if (!node) continue;
    const budget = podsOn(world, node).flatMap((pod) => blockingBudget(world, pod) ?? [])[0];
    if (budget) {
      const message = `Pdb prevents pod evictions (PodDisruptionBudget=[${budget}])`;
      recordEvent(world, claim, "Normal", "DisruptionBlocked", message);
      recordEvent(world, node, "Normal", "DisruptionBlocked", message);
      continue;
    }
    const replacement = objects.put(newClaim(zoneOf(claim), claim.metadata.name));
    setMarked(world, node, true);
    objects.put(withCondition(claim, "DisruptionReason", "True", "Drifted", "Drifted"));
    recordEvent(
      world,
      replacement,
      "Normal",
      "DisruptionLaunching",
      "Launching NodeClaim: Drifted",
    );
    allowed--;
  }
}

/** When the machine in its place is up, the old node may go; when it is gone, the old node is let be. */
export function completeDisruption(world: World): void {
  const claims = claimsIn(world);
  const replaced = new Set<string>();
  for (const claim of claims) {
    const name = claim.metadata.annotations?.[REPLACES];
    if (!name) continue;
    if (!isTrue(claim, "Initialized")) {
      replaced.add(name);
      continue;
    }
    const { [REPLACES]: _, ...annotations } = claim.metadata.annotations ?? {};
    world.objects.put({ ...claim, metadata: { ...claim.metadata, annotations } });
    const old = world.objects.get(KINDS.nodeClaims, name);
    if (!old || old.metadata.deletionTimestamp) continue;
    world.objects.put({ ...old, metadata: { ...old.metadata, deletionTimestamp: timestamp() } });
    for (const object of [old, nodeOf(world, old)])
      if (object)
        recordEvent(
          world,
          object,
          "Normal",
          "DisruptionTerminating",
          `Disrupting ${object.kind}: Drifted`,
        );
  }
  for (const claim of claimsIn(world)) {
    const node = nodeOf(world, claim);
    if (
      claim.metadata.deletionTimestamp ||
      !node ||
      !isMarked(node) ||
      replaced.has(claim.metadata.name)
    )
      continue;
    setMarked(world, node, false);
    world.objects.put(withoutCondition(claim, "DisruptionReason"));
  }
}

/** Percentages are rounded up; nodes that go or are not ready count as disrupted. */
function allowedNow(world: World, pool: KubeObject): number {
  const joined = claimsIn(world).filter((claim) => isTrue(claim, "Initialized"));
  const disrupted = joined.filter((claim) => {
    const node = nodeOf(world, claim);
    return claim.metadata.deletionTimestamp || isMarked(node) || !isTrue(node, "Ready");
  });
  return limitOf(world, pool) - disrupted.length;
}

/** The strictest of the pool's budgets that hold for drift now. */
function limitOf(world: World, pool: KubeObject): number {
  const total = claimsIn(world).filter((claim) => isTrue(claim, "Initialized")).length;
  const budgets: PoolBudget[] = pool.spec?.disruption?.budgets ?? [{ nodes: "10%" }];
  const limits = budgets
    .filter(({ reasons }) => !reasons || reasons.includes("Drifted"))
    .filter((budget) => isActive(budget, new Date()))
    .map(({ nodes }) =>
      nodes.endsWith("%") ? Math.ceil((Number.parseInt(nodes, 10) * total) / 100) : Number(nodes),
    );
  return Math.min(...limits, total);
}

const zoneOf = (claim: KubeObject): number =>
  "abc".indexOf(claim.metadata.labels?.["topology.kubernetes.io/zone"]?.at(-1) ?? "a");
