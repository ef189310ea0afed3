import { join } from "node:path";
import { KubeConfig, Watch } from "@kubernetes/client-node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RolloutParts, readRollout } from "@/server/ami-updates/read-rollout";
import { imageOf } from "../../fixtures/git-ops";
import { aRolloutWorld, type RolloutWorld } from "../../fixtures/rollout-world";
import { runLabCommand } from "../../fixtures/run-lab-command";

let world: RolloutWorld;
const lab = (...args: string[]) => runLabCommand(world.lab.port, "ami", ...args);

beforeAll(async () => {
  world = await aRolloutWorld();
});
afterAll(() => world?.stop());

test("twelve nodes turn over one at a time, and are verified by what they report", async () => {
  const marked = await countMarked("prod");
  const to = await world.merge("prod");
  const view = await world.until("the rollout", "prod", ({ outcome }) => outcome !== undefined);
  marked.stop();
  expect(view).toMatchObject({ outcome: "verified", phase: "soaking", total: 12, replaced: 12 });
  expect(view.argo).toMatchObject({ sync: "Synced", hasMerge: true, autoSync: true });
  expect(
    view.nodes.map(({ stage, imageId, mismatches }) => ({ stage, imageId, mismatches })),
  ).toEqual(
    Array.from({ length: 12 }, () => ({ stage: "replaced", imageId: imageOf(to), mismatches: [] })),
  );
  expect(view.nodes[0]?.kubelet).toContain(to.kubernetes["1.34"]?.kubelet);
  expect(view.budgets).toEqual([{ nodePool: "default", nodes: "1", allowed: 1 }]);
  expect(view.missing).toEqual([]);
  expect(marked.most()).toBe(1);
  expect(await world.read("prod", 60_000)).toMatchObject({ phase: "done", outcome: "verified" });
});

test("the cluster is read after Argo CD, so that a sync in between is no change taken back", async () => {
  const { clusters } = world.parts;
  const order: string[] = [];
  const watched: RolloutParts["clusters"] = {
    ...clusters,
    readApplication: async (...of) => {
      const application = await clusters.readApplication(...of);
      order.push("Argo CD");
      return application;
    },
    readRollout: (...of) => {
      order.push("cluster");
      return clusters.readRollout(...of);
    },
  };
  const target = { cluster: "prod", nodeClass: "default" };
  const view = await readRollout({ ...world.parts, clusters: watched }, target);
  expect(order).toEqual(["Argo CD", "cluster"]);
  expect(view).toMatchObject({ outcome: "verified", missing: [] });
});

test("reverted is what Git itself has taken back, not a node class that was read too early", async () => {
  const { clusters } = world.parts;
  // As it is while somebody else's look, which began before the sync, is shared.
  const early = await clusters.readRollout("dev", "default");
  const to = await world.merge("dev");
  await world.until("the rollout", "dev", ({ outcome }) => outcome === "verified");
  const stale: RolloutParts["clusters"] = { ...clusters, readRollout: async () => early };
  const target = { cluster: "dev", nodeClass: "default" };
  const view = await readRollout({ ...world.parts, clusters: stale }, target);
  expect(view.outcome).toBeUndefined();
  expect(view.why).toMatch(/^The node class names .* again, although platform\/eks-config at /);
  const commit = await world.takeBack("dev");
  const reverted = await world.until(
    "it to be taken back",
    "dev",
    ({ outcome, phase }) => outcome === "reverted" && phase === "done",
  );
  expect(reverted.why).toContain(`platform/eks-config at ${commit.slice(0, 7)}`);
  expect(reverted.nodeClassImages).not.toContain(imageOf(to));
});

test("a node that does not register is stuck with why, and recovers", async () => {
  await lab("node", "fail-register", "dev");
  await world.merge("dev");
  const stuck = await world.until(
    "a machine without a node",
    "dev",
    ({ outcome, why }) => outcome === "stuck" && /joined/.test(why),
    60_000,
  );
  expect(stuck).toMatchObject({ phase: "replacing", outcome: "stuck", total: 3, replaced: 0 });
  expect(stuck.why).toMatch(
    /default-\w+ does not move: It runs and has not joined the cluster \(Node not registered with cluster\), since \d\d:\d\d UTC/,
  );
  const regressed = await world.until(
    "Karpenter to give it up",
    "dev",
    ({ outcome }) => outcome === "regressed",
  );
  expect(regressed.why).toMatch(
    /NodePool default is NodeRegistrationHealthy=False since .*: Failed to register node/,
  );
  await lab("node", "clear", "dev");
  await world.until("the rollout to recover", "dev", ({ outcome }) => outcome === "verified");
});

test("a PodDisruptionBudget that allows none is named, and since when", async () => {
  await lab("node", "block", "staging");
  await world.merge("staging");
  await world.until("Karpenter to be blocked", "staging", ({ nodes }) =>
    nodes.some(({ blocked }) => blocked.length > 0),
  );
  const stuck = await world.read("staging", 60_000);
  expect(stuck).toMatchObject({ outcome: "stuck", replaced: 0, total: 4 });
  expect(stuck.why).toMatch(
    /ip-\S+ does not move: Karpenter does not choose it: PodDisruptionBudget shop\/checkout \(4 healthy, 4 must stay\) allows no disruption, since \d\d:\d\d UTC/,
  );
  expect(stuck.events).toContainEqual(expect.objectContaining({ reason: "DisruptionBlocked" }));
  await lab("node", "clear", "staging");
  await world.until("the rollout to recover", "staging", ({ outcome }) => outcome === "verified");
});

test("a machine that cannot be had is said so", async () => {
  await world.setFaults("dev", { capacity: true });
  await world.merge("dev");
  const stuck = await world.until(
    "Karpenter to fail",
    "dev",
    ({ outcome, why }) => outcome === "stuck" && /No machine could be had/.test(why),
    60_000,
  );
  expect(stuck.why).toMatch(/No machine could be had since \d\d:\d\d UTC: .*insufficient capacity/);
  await world.setFaults("dev", { capacity: false });
  await world.until("the rollout to recover", "dev", ({ outcome }) => outcome === "verified");
});

test("a kubelet that the notes do not promise is a regression", async () => {
  await world.setFaults("staging", { wrongKubelet: true });
  const to = await world.merge("staging");
  const view = await world.until(
    "a wrong kubelet",
    "staging",
    ({ outcome }) => outcome === "regressed",
  );
  expect(view.why).toContain(`the notes promise ${to.kubernetes["1.34"]?.kubelet}`);
  expect(view.nodes.flatMap(({ mismatches }) => mismatches)[0]).toMatch(/^kubelet is v1\.33\./);
  await world.setFaults("staging", { wrongKubelet: false });
});

test("an Argo CD that does not sync is stuck at once, and goes on when it is resumed", async () => {
  await lab("argo", "pause", "dev");
  await world.merge("dev");
  const stuck = await world.until(
    "Argo CD to see it",
    "dev",
    ({ argo }) => argo?.sync === "OutOfSync",
  );
  expect(stuck).toMatchObject({ phase: "waiting_for_sync", outcome: "stuck" });
  expect(stuck.why).toMatch(/its auto-sync is off/);
  await lab("argo", "resume", "dev");
  await world.until("the rollout", "dev", ({ outcome }) => outcome === "verified");
});

test("killed in the middle it goes on where it was; meanwhile the cluster is away", async () => {
  await world.setFaults("prod", { failRegister: true });
  await world.merge("prod");
  await world.until("a machine on its way", "prod", ({ nodes }) =>
    nodes.some(({ stage }) => stage === "registering"),
  );
  await world.lab.kill();
  const away = await world.read("prod");
  expect(away.outcome).toBeUndefined();
  expect(away.missing).toEqual(["Cluster prod cannot be reached; try again in a moment."]);
  expect(away.why).toMatch(/cannot be read now/);
  await world.lab.restart();
  expect(await world.read("prod")).toMatchObject({ phase: "replacing", total: 12, replaced: 0 });
  await world.setFaults("prod", { failRegister: false });
  const view = await world.until("the rollout", "prod", ({ outcome }) => outcome === "verified");
  expect(view.total).toBe(12);
});

/** The most nodes of a cluster that were marked for disruption at once, as a watch saw it. */
async function countMarked(cluster: string) {
  const config = new KubeConfig();
  config.loadFromFile(join(world.lab.stateDir, "kubeconfig"));
  config.setCurrentContext(cluster);
  const marked = new Set<string>();
  let most = 0;
  const abort = await new Watch(config).watch(
    "/api/v1/nodes",
    {},
    (type: string, node: { metadata: { name: string }; spec?: { taints?: { key: string }[] } }) => {
      const is = node.spec?.taints?.some(({ key }) => key === "karpenter.sh/disrupted") ?? false;
      if (type !== "DELETED" && is) marked.add(node.metadata.name);
      else marked.delete(node.metadata.name);
      most = Math.max(most, marked.size);
    },
    () => {},
  );
  return { most: () => most, stop: () => abort.abort() };
}
