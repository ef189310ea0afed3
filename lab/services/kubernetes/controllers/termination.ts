import { isTrue, type KubeObject, withCondition } from "../objects/kube-object.ts";
import type { World } from "../world.ts";
import { claimsIn, nodeOf, setMarked } from "./karpenter-objects.ts";
import { recordEvent } from "./record-event.ts";
import { blockingBudget, podsOn } from "./workload.ts";

/** Every node that shall go goes one step: its pods are evicted, then the machine ends. */
export function stepTermination(world: World): void {
  for (const claim of claimsIn(world)) {
    if (!claim.metadata.deletionTimestamp) continue;
    const node = nodeOf(world, claim);
    if (!node) world.objects.remove(claim);
    else if (isTrue(claim, "Drained")) end(world, claim, node);
    else drain(world, claim, node);
  }
}

function drain(world: World, claim: KubeObject, node: KubeObject): void {
  setMarked(world, node, true);
  for (const pod of podsOn(world, node)) {
    if (blockingBudget(world, pod)) continue;
    world.objects.remove(pod);
    recordEvent(world, pod, "Normal", "Evicted", "Evicted pod: Drifted");
  }
  const left = podsOn(world, node).length;
  if (left > 0) {
    recordEvent(
      world,
      node,
      "Warning",
      "FailedDraining",
      `Failed to drain node, ${left} pods are waiting to be evicted`,
    );
    world.objects.put(withCondition(claim, "Drained", "Unknown", "Draining", "Draining"));
    return;
  }
  const drained = withCondition(claim, "Drained", "True");
  world.objects.put(
    withCondition(withCondition(drained, "VolumesDetached", "True"), "InstanceTerminating", "True"),
  );
}

function end(world: World, claim: KubeObject, node: KubeObject): void {
  world.objects.remove(node);
  world.objects.remove(claim);
}
