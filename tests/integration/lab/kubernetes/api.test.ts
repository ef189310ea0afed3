import {
  CoreV1Api,
  CustomObjectsApi,
  KubeConfig,
  makeInformer,
  Watch,
} from "@kubernetes/client-node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { manifestOf } from "../../../fixtures/git-ops";
import {
  imageIn,
  type KubernetesUnderTest,
  RELEASES,
  startKubernetes,
} from "../../../fixtures/start-kubernetes";
import { waitFor } from "../../../fixtures/wait-for";

let kubernetes: KubernetesUnderTest;
const [OLD, NEW] = RELEASES;

const ask = async (path: string, init: RequestInit = {}, cluster = "dev") => {
  const response = await fetch(`${kubernetes.endpoint}/_lab/kubernetes/${cluster}${path}`, init);
  return { status: response.status, body: JSON.parse(await response.text()) };
};
const asAdmin = (method: string, body: unknown, type = "application/json"): RequestInit => ({
  method,
  headers: { authorization: "Bearer lab-admin", "content-type": type },
  body: JSON.stringify(body),
});

beforeAll(async () => {
  kubernetes = await startKubernetes();
  for (const [cluster, nodes] of [
    ["dev", 3],
    ["staging", 4],
    ["prod", 12],
  ] as const)
    await waitFor(
      `${cluster} to stand`,
      async () => (await ask("/api/v1/nodes", {}, cluster)).body.items.length === nodes,
    );
});
afterAll(() => kubernetes?.stop());

test("pages through a list by limit and continue", async () => {
  const names: string[] = [];
  let next = "";
  do {
    const { body } = await ask(
      `/apis/karpenter.sh/v1/nodeclaims?limit=5&continue=${next}`,
      {},
      "prod",
    );
    expect(body.kind).toBe("NodeClaimList");
    names.push(...body.items.map((item: { metadata: { name: string } }) => item.metadata.name));
    next = body.metadata.continue ?? "";
  } while (next);
  expect(new Set(names).size).toBe(12);
  expect((await ask("/api/v1/nodes?limit=2&continue=nonsense")).status).toBe(400);
});

test("selects by labels and by fields", async () => {
  const zone = async (selector: string) =>
    (await ask(`/api/v1/nodes?labelSelector=${encodeURIComponent(selector)}`)).body.items.length;
  expect(await zone("topology.kubernetes.io/zone=us-east-1a")).toBe(1);
  expect(await zone("topology.kubernetes.io/zone!=us-east-1a")).toBe(2);
  expect(await zone("topology.kubernetes.io/zone in (us-east-1a,us-east-1b)")).toBe(2);
  expect(await zone("nothing")).toBe(0);
  expect(await zone("!nothing")).toBe(3);
  const { body } = await ask("/api/v1/nodes");
  const [{ metadata }] = body.items;
  const found = await ask(`/api/v1/nodes?fieldSelector=metadata.name%3D${metadata.name}`);
  expect(found.body.items).toHaveLength(1);
  expect((await ask("/api/v1/nodes?labelSelector=%3D%3D")).status).toBe(400);
});

test("the reader may not write, an unknown token may nothing, an unknown path is 404", async () => {
  const { status, body } = await ask("/apis/karpenter.sh/v1/nodepools/default", {
    method: "DELETE",
  });
  expect(status).toBe(403);
  expect(body).toMatchObject({
    kind: "Status",
    reason: "Forbidden",
    message: `nodepools.karpenter.sh "default" is forbidden: User "switchyard" cannot delete resource "nodepools" in API group "karpenter.sh" at the cluster scope`,
  });
  expect((await ask("/api/v1/nodes", { headers: { authorization: "Bearer guess" } })).status).toBe(
    401,
  );
  expect((await ask("/api/v1/secrets")).status).toBe(404);
  expect((await ask("/api/v1/nodes/none")).body).toMatchObject({ reason: "NotFound", code: 404 });
  expect((await ask("/api/v1/nodes", {}, "moon")).status).toBe(404);
});

test("the admin creates, patches, replaces and deletes, and meets conflicts", async () => {
  const path = "/apis/policy/v1/namespaces/shop/poddisruptionbudgets";
  const budget = {
    metadata: { name: "extra" },
    spec: { minAvailable: 1, selector: { matchLabels: { app: "none" } } },
  };
  expect((await ask(path, asAdmin("POST", budget))).status).toBe(201);
  expect((await ask(path, asAdmin("POST", budget))).body.reason).toBe("AlreadyExists");
  const patched = await ask(
    `${path}/extra`,
    asAdmin("PATCH", { spec: { minAvailable: 2 } }, "application/merge-patch+json"),
  );
  expect(patched.body.spec).toEqual({
    minAvailable: 2,
    selector: { matchLabels: { app: "none" } },
  });
  const old = { ...patched.body, metadata: { ...patched.body.metadata, resourceVersion: "1" } };
  expect((await ask(`${path}/extra`, asAdmin("PUT", old))).body.reason).toBe("Conflict");
  expect(
    (await ask(`${path}/extra`, asAdmin("PATCH", [], "application/json-patch+json"))).status,
  ).toBe(415);
  expect((await ask(`${path}/extra`, asAdmin("DELETE", undefined))).status).toBe(200);
  expect((await ask(`${path}/extra`)).status).toBe(404);
});

test("a version that is forgotten is 410, and a bookmark tells the newest", async () => {
  const types: string[] = [];
  const watch = new Watch(configOf("dev"));
  await watch.watch(
    "/api/v1/nodes",
    { resourceVersion: "1" },
    (type, object) => types.push(`${type} ${object.code}`),
    () => {},
  );
  await waitFor("the refusal", () => types.includes("ERROR 410"));
  const marks: string[] = [];
  const abort = await watch.watch(
    "/api/v1/nodes",
    { allowWatchBookmarks: true },
    (type, object) => type === "BOOKMARK" && marks.push(object.metadata.resourceVersion),
    () => {},
  );
  expect(Number(await waitFor("a bookmark", () => marks[0]))).toBeGreaterThan(1);
  abort.abort();
});

test("an informer follows a whole rollout", async () => {
  const config = configOf("staging");
  const core = config.makeApiClient(CoreV1Api);
  const informer = makeInformer(config, "/api/v1/nodes", () => core.listNode());
  const seen = { add: 0, delete: 0 };
  informer.on("add", () => seen.add++);
  informer.on("delete", () => seen.delete++);
  await informer.start();
  kubernetes.push("staging", manifestOf(imageIn(NEW)));
  await waitFor("four new nodes, and four old ones gone", () => seen.add >= 8 && seen.delete >= 4);
  await informer.stop();
  expect(seen).toEqual({ add: 8, delete: 4 });
  const custom = config.makeApiClient(CustomObjectsApi);
  const claims = await custom.listClusterCustomObject({
    group: "karpenter.sh",
    version: "v1",
    plural: "nodeclaims",
  });
  expect(
    claims.items.map((claim: { status: { imageID: string } }) => claim.status.imageID),
  ).toEqual(Array.from({ length: 4 }, () => imageIn(NEW)));
});

test("a manifest that cannot be read leaves the cluster as it is", async () => {
  kubernetes.push("dev", "apiVersion: karpenter.k8s.aws/v1\nkind: EC2NodeClass\n  metadata: [");
  const path = "/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/karpenter-nodeclass";
  const app = await waitFor("Argo CD to say so", async () => {
    const { body } = await ask(path);
    return body.status.sync.status === "Unknown" && body;
  });
  expect(app.status.conditions[0]).toMatchObject({
    type: "ComparisonError",
    message: expect.stringContaining("nodeclass.yaml"),
  });
  kubernetes.push("dev", manifestOf(imageIn(OLD)));
  await waitFor(
    "Argo CD to recover",
    async () => (await ask(path)).body.status.sync.status === "Synced",
  );
});

test("finds images by alias, and says when there is none", async () => {
  const path = "/apis/karpenter.k8s.aws/v1/ec2nodeclasses/default";
  const withTerm = (term: string) =>
    kubernetes.push("prod", manifestOf("ami-0").replace(/- id: .*/, `- ${term}`));
  const until = (what: string, ready: string) =>
    waitFor(what, async () => {
      const { body } = await ask(path, {}, "prod");
      const found = body.status.conditions.find(
        ({ type }: { type: string }) => type === "AMIsReady",
      );
      return found.status === ready && { found, amis: body.status.amis as { id: string }[] };
    });
  withTerm("id: ami-0123456789abcdef0");
  const { found } = await until("the class to miss its image", "False");
  expect(found.message).toBe("AMISelector did not match any AMIs");
  expect((await ask("/api/v1/nodes", {}, "prod")).body.items).toHaveLength(12);
  withTerm(`alias: al2023@${OLD}`);
  const { amis } = await until("the class to find its images", "True");
  expect(amis.map(({ id }) => id)).toContain(imageIn(OLD));
  expect(amis.length).toBeGreaterThan(1);
});

test("a pool whose budget is closed by a schedule waits, and goes on when it opens", async () => {
  const pool = "/apis/karpenter.sh/v1/nodepools/default";
  const merge = "application/merge-patch+json";
  const budgets = [{ nodes: "0", schedule: "* * * * *", duration: "1h" }];
  await ask(pool, asAdmin("PATCH", { spec: { disruption: { budgets } } }, merge));
  kubernetes.push("dev", manifestOf(imageIn(NEW)));
  const events = "/api/v1/namespaces/default/events?fieldSelector=involvedObject.kind%3DNodePool";
  await waitFor("the pool to say so", async () =>
    (await ask(events)).body.items.some(({ message }: { message: string }) =>
      message.includes("due to blocking budget"),
    ),
  );
  const images = async () =>
    (await ask("/apis/karpenter.sh/v1/nodeclaims")).body.items.map(
      (claim: { status: { imageID: string } }) => claim.status.imageID,
    );
  expect(new Set(await images())).toEqual(new Set([imageIn(OLD)]));
  await ask(
    pool,
    asAdmin("PATCH", { spec: { disruption: { budgets: [{ nodes: "100%" }] } } }, merge),
  );
  await waitFor("the nodes to turn over", async () =>
    (await images()).every((image: string) => image === imageIn(NEW)),
  );
});

function configOf(cluster: string): KubeConfig {
  const config = new KubeConfig();
  config.loadFromFile(kubernetes.kubeconfig);
  config.setCurrentContext(cluster);
  return config;
}
