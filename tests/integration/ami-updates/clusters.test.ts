import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { clusters } from "@/server/kubernetes/clusters";
import {
  imageIn,
  type KubernetesUnderTest,
  RELEASES,
  startKubernetes,
} from "../../fixtures/start-kubernetes";
import { waitFor } from "../../fixtures/wait-for";

let kubernetes: KubernetesUnderTest;
const folder = mkdtempSync(join(tmpdir(), "clusters-test-"));
const APPLICATION = { namespace: "argocd", application: "karpenter-nodeclass" };

beforeAll(async () => {
  kubernetes = await startKubernetes();
  const read = clusters({ kubeconfig: kubernetes.kubeconfig });
  await waitFor(
    "prod to stand",
    async () => (await read.readRollout("prod", "default")).nodes.length === 12,
  );
});
afterEach(() => kubernetes.setFaults([]));
afterAll(async () => {
  await kubernetes?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test("reads all that a rollout is judged by", async () => {
  const read = clusters({ kubeconfig: kubernetes.kubeconfig });
  const facts = await read.readRollout("prod", "default");
  expect(facts).toMatchObject({
    nodeClass: {
      name: "default",
      amiSelectorTerms: [{ id: imageIn(RELEASES[0]) }],
      images: [imageIn(RELEASES[0])],
    },
    nodePools: [{ name: "default", budgets: [{ nodes: "1" }] }],
    unread: [],
    missing: [],
  });
  expect(facts.nodeClaims).toHaveLength(12);
  expect(facts.nodes[0]).toMatchObject({
    ready: true,
    runtime: "containerd://2.1.4",
    kernel: "6.12.73-95.123.amzn2023.x86_64",
  });
  const application = await read.readApplication("prod", APPLICATION);
  expect(application).toMatchObject({
    sync: "Synced",
    health: "Healthy",
    autoSync: true,
    operation: { phase: "Succeeded" },
  });
  expect(application?.revision).toMatch(/^0+\d$/);
});

test("another node class has none of this one's nodes", async () => {
  const facts = await clusters({ kubeconfig: kubernetes.kubeconfig }).readRollout("prod", "other");
  expect(facts).toMatchObject({ nodePools: [], nodeClaims: [], nodes: [], events: [] });
  expect(facts.nodeClass).toBeUndefined();
});

test("an application that is not there is undefined", async () => {
  const read = clusters({ kubeconfig: kubernetes.kubeconfig });
  expect(
    await read.readApplication("prod", { ...APPLICATION, application: "none" }),
  ).toBeUndefined();
});

test.each([
  [
    "ListNodes",
    403,
    "In cluster prod the console may not list nodes; its role needs that permission.",
    "nodes",
  ],
  [
    "ListNodeclaims",
    404,
    "Cluster prod does not know nodeclaims.karpenter.sh: what brings it is not installed there.",
    "nodeClaims",
  ],
  ["ListEvents", 500, "Cluster prod answered 500 when asked to list events.", "events"],
  [
    "ListPoddisruptionbudgets",
    429,
    "Cluster prod is throttling requests; try again in a moment.",
    "disruptionBudgets",
  ],
] as const)("%s refused with %d is one missing part", async (operation, status, sentence, part) => {
  kubernetes.setFaults([{ service: "kubernetes", operation, kind: "error", status }]);
  const facts = await clusters({ kubeconfig: kubernetes.kubeconfig }).readRollout(
    "prod",
    "default",
  );
  expect(facts.missing).toEqual([sentence]);
  expect(facts.unread).toEqual([part]);
  expect(facts.nodeClass?.images).toEqual([imageIn(RELEASES[0])]);
});

test("a token that is not accepted fails the whole, without telling it", async () => {
  const kubeconfig = changed("token", (config) => {
    for (const { user } of config.users) user.token = "s3cr3t-token";
  });
  const error = await clusters({ kubeconfig })
    .readRollout("prod", "default")
    .catch((caught) => caught);
  expect(error).toMatchObject({
    name: "AppError",
    retryable: false,
    message: "Cluster prod does not accept the console's credentials.",
  });
  expect(told(error)).not.toContain("s3cr3t");
});

test("a login command that fails is told, and not what it printed", async () => {
  const kubeconfig = changed("exec", (config) => {
    const exec = {
      apiVersion: "client.authentication.k8s.io/v1",
      command: "sh",
      args: ["-c", "echo s3cr3t >&2; exit 1"],
      interactiveMode: "Never",
    };
    for (const each of config.users) each.user = { exec };
  });
  const error = await clusters({ kubeconfig })
    .readRollout("prod", "default")
    .catch((caught) => caught);
  expect(error.message).toBe("The login command of the kubeconfig's context prod failed.");
  expect(told(error)).not.toContain("s3cr3t");
});

test("a login command's token is used, as on EKS", async () => {
  const kubeconfig = changed("eks", (config) => {
    const credential = {
      apiVersion: "client.authentication.k8s.io/v1",
      kind: "ExecCredential",
      status: { token: "switchyard" },
    };
    const exec = {
      apiVersion: "client.authentication.k8s.io/v1",
      command: "echo",
      args: [JSON.stringify(credential)],
      interactiveMode: "Never",
    };
    for (const each of config.users) each.user = { exec };
  });
  expect((await clusters({ kubeconfig }).readRollout("dev", "default")).nodes).toHaveLength(3);
});

test("a cluster that is away, and one that is something else", async () => {
  const pages = createServer(
    (_, res) => void res.writeHead(200, { "content-type": "application/json" }).end("<html>"),
  );
  await new Promise<void>((done) => pages.listen(0, "127.0.0.1", done));
  const { port } = pages.address() as AddressInfo;
  const kubeconfig = changed("away", (config) => {
    for (const { cluster } of config.clusters) cluster.server = `http://127.0.0.1:${port}`;
  });
  const read = clusters({ kubeconfig });
  await expect(read.readRollout("prod", "default")).rejects.toThrow(
    "What answers as cluster prod is not a Kubernetes API.",
  );
  pages.closeAllConnections();
  await new Promise((done) => pages.close(done));
  await expect(read.readRollout("prod", "default")).rejects.toThrow(
    "Cluster prod cannot be reached; try again in a moment.",
  );
  await expect(read.readApplication("prod", APPLICATION)).rejects.toThrow(
    "Cluster prod cannot be reached; try again in a moment.",
  );
});

test("a cluster that hangs is given up at the deadline", async () => {
  kubernetes.setFaults([{ service: "kubernetes", kind: "delay", delayMs: 3_000 }]);
  const read = clusters({ kubeconfig: kubernetes.kubeconfig, deadlineMs: 100 });
  await expect(read.readRollout("prod", "default")).rejects.toThrow(
    "Cluster prod did not answer in time; try again in a moment.",
  );
});

test("a context that is not there, and a kubeconfig that is none", async () => {
  await expect(
    clusters({ kubeconfig: kubernetes.kubeconfig }).readRollout("moon", "default"),
  ).rejects.toThrow("The kubeconfig has no context moon.");
  const broken = join(folder, "broken");
  writeFileSync(broken, "users: [s3cr3t");
  const error = await clusters({ kubeconfig: broken })
    .readRollout("prod", "default")
    .catch((caught) => caught);
  expect(error.message).toBe("The kubeconfig cannot be read.");
  expect(told(error)).not.toContain("s3cr3t");
});

test("a kubeconfig that changes is read again", async () => {
  const kubeconfig = changed("change", (config) => {
    for (const { user } of config.users) user.token = "wrong";
  });
  const read = clusters({ kubeconfig });
  await expect(read.readRollout("dev", "default")).rejects.toThrow(/credentials/);
  writeFileSync(kubeconfig, readFileSync(kubernetes.kubeconfig));
  expect((await read.readRollout("dev", "default")).nodes).toHaveLength(3);
});

interface Config {
  clusters: { cluster: { server: string } }[];
  users: { user: Record<string, unknown> }[];
}

function changed(name: string, change: (config: Config) => void): string {
  const config = parse(readFileSync(kubernetes.kubeconfig, "utf8")) as Config;
  change(config);
  const file = join(folder, name);
  writeFileSync(file, stringify(config));
  return file;
}

/** Everything of an error that a log could show. */
function told(error: unknown): string {
  const lines: string[] = [];
  for (let at = error; at instanceof Error; at = at.cause)
    lines.push(at.message, at.stack ?? "", JSON.stringify(at));
  return lines.join("\n");
}
