import { NODE_POOL } from "../clusters.ts";
import { KINDS } from "../objects/kinds.ts";
import {
  conditionOf,
  isTrue,
  type KubeObject,
  timestamp,
  withCondition,
} from "../objects/kube-object.ts";
import type { World } from "../world.ts";
import { findImage, type KnownImage, nodeInfoOf } from "./images.ts";
import { claimsIn } from "./karpenter-objects.ts";
import { imageForNew, nodeClassReady } from "./node-class.ts";
import { recordEvent } from "./record-event.ts";

/** Every machine that comes up goes one step: launched, registered, initialized. */
export function stepMachines(world: World): void {
  for (const claim of claimsIn(world)) {
    if (claim.metadata.deletionTimestamp || isTrue(claim, "Initialized")) continue;
    if (!isTrue(claim, "Launched")) launch(world, claim);
    else if (!isTrue(claim, "Registered")) register(world, claim);
    else initialize(world, claim);
  }
}

function launch(world: World, claim: KubeObject): void {
  const nodeClass = nodeClassReady(world);
  const image = nodeClass && imageForNew(world, nodeClass);
  if (!image) return;
  if (world.faults().capacity) {
    const type = claim.metadata.labels?.["node.kubernetes.io/instance-type"];
    const zone = claim.metadata.labels?.["topology.kubernetes.io/zone"];
    recordEvent(
      world,
      claim,
      "Warning",
      "InsufficientCapacityError",
      `NodeClaim ${claim.metadata.name} event: creating instance, insufficient capacity, with fleet error(s), InsufficientInstanceCapacity: We currently do not have sufficient ${type} capacity in the Availability Zone you requested (${zone})`,
    );
    giveUp(world, claim);
    return;
  }
  world.objects.put(launched(claim, image));
}

export function launched(claim: KubeObject, image: KnownImage): KubeObject {
  const zone = claim.metadata.labels?.["topology.kubernetes.io/zone"];
  const status = {
    ...claim.status,
    imageID: image.id,
    providerID: `aws:///${zone}/i-0${crypto.randomUUID().replaceAll("-", "").slice(0, 16)}`,
    capacity: { cpu: "2", memory: "7577Mi", pods: "29" },
    allocatable: { cpu: "1930m", memory: "6903Mi", pods: "29" },
  };
  const next = withCondition({ ...claim, status }, "Launched", "True");
  return withCondition(
    next,
    "Registered",
    "Unknown",
    "NodeNotFound",
    "Node not registered with cluster",
  );
}

function register(world: World, claim: KubeObject): void {
  const { objects, pace } = world;
  const since = Date.parse(conditionOf(claim, "Launched")?.lastTransitionTime ?? timestamp());
  if (world.faults().failRegister) {
    if (Date.now() - since < pace.registration) return;
    recordEvent(
      world,
      claim,
      "Warning",
      "FailedRegistration",
      `Node did not register within ${Math.round(pace.registration / 1_000)}s of its launch`,
    );
    setRegistrationHealthy(world, false);
    giveUp(world, claim);
    return;
  }
  const image = findImage(world.lab, claim.status?.imageID);
  if (!image) return;
  const { node, claim: next } = registered(world, claim, image);
  objects.put(node);
  objects.put(next);
  setRegistrationHealthy(world, true);
}

export function registered(
  world: World,
  claim: KubeObject,
  image: KnownImage,
): { node: KubeObject; claim: KubeObject } {
  const address = `10.0.${1 + Math.floor(Math.random() * 250)}.${1 + Math.floor(Math.random() * 250)}`;
  const name = `ip-${address.replaceAll(".", "-")}.ec2.internal`;
  const node: KubeObject = {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name,
      labels: {
        ...claim.metadata.labels,
        "kubernetes.io/hostname": name,
        "karpenter.sh/registered": "true",
      },
      finalizers: ["karpenter.sh/termination"],
      ...(claim.metadata.uid
        ? {
            ownerReferences: [
              {
                apiVersion: claim.apiVersion,
                kind: claim.kind,
                name: claim.metadata.name,
                uid: claim.metadata.uid,
              },
            ],
          }
        : {}),
    },
    spec: { providerID: claim.status?.providerID, taints: [] },
    status: {
      addresses: [
        { type: "InternalIP", address },
        { type: "Hostname", address: name },
      ],
      capacity: claim.status?.capacity,
      allocatable: claim.status?.allocatable,
      nodeInfo: nodeInfoOf(image, world.faults().wrongKubelet === true),
    },
  };
  const next = withCondition(
    { ...claim, status: { ...claim.status, nodeName: name } },
    "Registered",
    "True",
  );
  return {
    node: withCondition(
      node,
      "Ready",
      "False",
      "KubeletNotReady",
      "container runtime network not ready",
    ),
    claim: withCondition(next, "Initialized", "Unknown", "NodeNotReady", "Node status is NotReady"),
  };
}

function initialize(world: World, claim: KubeObject): void {
  const node = world.objects.get(KINDS.nodes, claim.status?.nodeName ?? "");
  if (!node) return;
  world.objects.put(ready(node));
  world.objects.put(initialized(claim));
  recordEvent(
    world,
    node,
    "Normal",
    "Ready",
    `Status condition transitioned, Type: Ready, Status: False -> True, Reason: KubeletReady`,
  );
}

export const ready = (node: KubeObject): KubeObject =>
  withCondition(
    {
      ...node,
      metadata: {
        ...node.metadata,
        labels: { ...node.metadata.labels, "karpenter.sh/initialized": "true" },
      },
    },
    "Ready",
    "True",
    "KubeletReady",
    "kubelet is posting ready status",
  );

export const initialized = (claim: KubeObject): KubeObject =>
  withCondition(withCondition(claim, "Initialized", "True"), "Ready", "True");

/** The claim goes without ever having had a node; whoever asked for it tries again later. */
function giveUp(world: World, claim: KubeObject): void {
  world.objects.remove(claim);
  world.notBefore = Date.now() + world.pace.again;
}

function setRegistrationHealthy({ objects }: World, healthy: boolean): void {
  const pool = objects.get(KINDS.nodePools, NODE_POOL);
  if (!pool) return;
  objects.put(
    healthy
      ? withCondition(pool, "NodeRegistrationHealthy", "True")
      : withCondition(
          pool,
          "NodeRegistrationHealthy",
          "False",
          "RegistrationFailed",
          "Failed to register node",
        ),
  );
}
