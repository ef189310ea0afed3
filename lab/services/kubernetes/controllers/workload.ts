import { WORKLOAD } from "../clusters.ts";
import { KINDS } from "../objects/kinds.ts";
import { isTrue, type KubeObject, suffix, timestamp } from "../objects/kube-object.ts";
import type { World } from "../world.ts";
import { isMarked } from "./karpenter-objects.ts";

const LABELS = { app: WORKLOAD.name };

/** A Deployment of one pod a machine, and the scheduler that places them. */
export function stepWorkload(world: World): void {
  const { objects, plan } = world;
  const nodes = objects.list(KINDS.nodes);
  const names = new Set(nodes.map(({ metadata }) => metadata.name));
  for (const pod of podsIn(world)) {
    if (pod.spec?.nodeName && !names.has(pod.spec.nodeName)) objects.remove(pod);
    else if (pod.spec?.nodeName && pod.status?.phase !== "Running") objects.put(running(pod));
  }
  for (let missing = plan.nodes - podsIn(world).length; missing > 0; missing--)
    objects.put(newPod());
  const open = nodes.filter(
    (node) => isTrue(node, "Ready") && !isMarked(node) && !node.spec?.unschedulable,
  );
  for (const pod of podsIn(world)) {
    if (pod.spec?.nodeName) continue;
    const free = open.filter((node) => podsOn(world, node).length === 0);
    const [node] = free;
    if (node) objects.put({ ...pod, spec: { ...pod.spec, nodeName: node.metadata.name } });
  }
}

/** Counts of each PodDisruptionBudget, as its controller keeps them. */
export function stepDisruptionBudgets({ objects }: World): void {
  for (const budget of objects.list(KINDS.disruptionBudgets)) {
    const pods = objects
      .list(KINDS.pods, budget.metadata.namespace)
      .filter((pod) => selects(budget, pod));
    const healthy = pods.filter(({ status }) => status?.phase === "Running").length;
    const { minAvailable, maxUnavailable } = budget.spec ?? {};
    const desired =
      maxUnavailable === undefined
        ? amount(minAvailable, pods.length)
        : Math.max(0, pods.length - amount(maxUnavailable, pods.length));
    const allowed = Math.max(0, healthy - desired);
    objects.put({
      ...budget,
      status: {
        currentHealthy: healthy,
        desiredHealthy: desired,
        disruptionsAllowed: allowed,
        expectedPods: pods.length,
        observedGeneration: budget.metadata.generation,
        conditions: [
          {
            type: "DisruptionAllowed",
            status: allowed > 0 ? "True" : "False",
            reason: allowed > 0 ? "SufficientPods" : "InsufficientPods",
            message: "",
            lastTransitionTime:
              (budget.status?.disruptionsAllowed ?? 0) > 0 === allowed > 0
                ? (budget.status?.conditions?.[0]?.lastTransitionTime ?? timestamp())
                : timestamp(),
          },
        ],
      },
    });
  }
}

/** `shop/checkout` when a PodDisruptionBudget forbids to evict this pod now. */
export function blockingBudget({ objects }: World, pod: KubeObject): string | undefined {
  const budget = objects
    .list(KINDS.disruptionBudgets, pod.metadata.namespace)
    .find((each) => selects(each, pod) && (each.status?.disruptionsAllowed ?? 0) === 0);
  return budget && `${budget.metadata.namespace}/${budget.metadata.name}`;
}

/** Pods that have to be moved before a node can go. */
export const podsOn = ({ objects }: World, node: KubeObject): KubeObject[] =>
  objects
    .list(KINDS.pods, WORKLOAD.namespace)
    .filter(({ spec }) => spec?.nodeName === node.metadata.name);

export const newDisruptionBudget = (): KubeObject => ({
  apiVersion: "policy/v1",
  kind: "PodDisruptionBudget",
  metadata: { name: WORKLOAD.name, namespace: WORKLOAD.namespace },
  spec: { maxUnavailable: 2, selector: { matchLabels: LABELS } },
});

const podsIn = ({ objects }: World): KubeObject[] =>
  objects
    .list(KINDS.pods, WORKLOAD.namespace)
    .filter(({ metadata }) => metadata.labels?.app === LABELS.app);

const selects = (budget: KubeObject, pod: KubeObject): boolean =>
  Object.entries((budget.spec?.selector?.matchLabels ?? {}) as Record<string, string>).every(
    ([name, value]) => pod.metadata.labels?.[name] === value,
  );

const amount = (text: number | string | undefined, total: number): number =>
  typeof text === "string" && text.endsWith("%")
    ? Math.ceil((Number.parseInt(text, 10) * total) / 100)
    : Number(text ?? 0);

const newPod = (): KubeObject => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: {
    name: `${WORKLOAD.name}-7d9f8b6c5-${suffix()}`,
    namespace: WORKLOAD.namespace,
    labels: LABELS,
  },
  spec: { containers: [{ name: WORKLOAD.name, image: `registry.lab/${WORKLOAD.name}:1.4.2` }] },
  status: { phase: "Pending" },
});

const running = (pod: KubeObject): KubeObject => ({
  ...pod,
  status: {
    phase: "Running",
    startTime: timestamp(),
    podIP: `10.1.${1 + Math.floor(Math.random() * 250)}.${1 + Math.floor(Math.random() * 250)}`,
    conditions: [{ type: "Ready", status: "True", lastTransitionTime: timestamp() }],
    containerStatuses: [
      {
        name: WORKLOAD.name,
        ready: true,
        restartCount: 0,
        image: `registry.lab/${WORKLOAD.name}:1.4.2`,
        imageID: "",
        state: { running: { startedAt: timestamp() } },
      },
    ],
  },
});
