import { NODE_POOL } from "../clusters.ts";
import { KINDS } from "../objects/kinds.ts";
import { isTrue, type KubeObject, timestamp, withCondition } from "../objects/kube-object.ts";
import type { World } from "../world.ts";
import type { KnownImage } from "./images.ts";
import { claimsIn, newClaim, REPLACES } from "./karpenter-objects.ts";
import { initialized, launched, ready, registered } from "./machines.ts";
import { imageForNew, nodeClassReady } from "./node-class.ts";

/** Asks for machines that the workload lacks, whoever took them. */
export function stepProvision(world: World): void {
  if (!nodeClassReady(world) || Date.now() < world.notBefore) return;
  const usable = claimsIn(world).filter(
    ({ metadata }) => !metadata.deletionTimestamp && !metadata.annotations?.[REPLACES],
  );
  for (let index = usable.length; index < world.plan.nodes; index++)
    world.objects.put(newClaim(index));
}

/** A new lab's cluster has stood for a while: its machines are up from the beginning. */
export function fillCluster(world: World): boolean {
  const nodeClass = nodeClassReady(world);
  const image = nodeClass && imageForNew(world, nodeClass);
  if (!image) return false;
  const since = upSince(image);
  for (let index = 0; index < world.plan.nodes; index++) {
    const backdated = (object: KubeObject): KubeObject => ({
      ...object,
      metadata: { ...object.metadata, uid: crypto.randomUUID(), creationTimestamp: since },
      status: {
        ...object.status,
        conditions: object.status?.conditions?.map((condition: object) => ({
          ...condition,
          lastTransitionTime: since,
        })),
      },
    });
    const claim = backdated(launched(newClaim(index), image));
    const joined = registered(world, claim, image);
    const pool = initialized(joined.claim);
    world.objects.put(backdated({ ...pool, metadata: claim.metadata }));
    world.objects.put(backdated(ready(joined.node)));
  }
  return true;
}

/** Counts of the pool, and its conditions. */
export function stepNodePool(world: World): void {
  const pool = world.objects.get(KINDS.nodePools, NODE_POOL);
  if (!pool) return;
  const nodes = world.objects.list(KINDS.nodes).length;
  const isReady = nodeClassReady(world) !== undefined;
  let next: KubeObject = {
    ...pool,
    status: {
      ...pool.status,
      resources: { nodes: String(nodes), cpu: String(nodes * 2), memory: `${nodes * 7_577}Mi` },
    },
  };
  next = withCondition(next, "ValidationSucceeded", "True");
  next = isReady
    ? withCondition(next, "NodeClassReady", "True")
    : withCondition(next, "NodeClassReady", "False", "NodeClassNotReady", "NodeClass is not ready");
  next = withCondition(next, "Ready", isReady ? "True" : "False");
  if (!isTrue(next, "NodeRegistrationHealthy") && !hasSaid(next))
    next = withCondition(next, "NodeRegistrationHealthy", "Unknown", "AwaitingReconciliation");
  world.objects.put(next);
}

const hasSaid = (pool: KubeObject): boolean =>
  (pool.status?.conditions ?? []).some(
    ({ type }: { type: string }) => type === "NodeRegistrationHealthy",
  );

/** Two days after the image came out, and not in the future. */
function upSince(image: KnownImage): string {
  const published = Date.parse(findImageDay(image));
  const hour = 3_600_000;
  return timestamp(new Date(Math.min(published + 48 * hour, Date.now() - hour)));
}

const findImageDay = ({ publishedAt, release }: KnownImage): string =>
  Number.isNaN(Date.parse(publishedAt))
    ? `${release.slice(1, 5)}-${release.slice(5, 7)}-${release.slice(7, 9)}T00:00:00Z`
    : publishedAt;
