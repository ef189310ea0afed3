import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { manifestOf } from "../../../fixtures/git-ops";
import {
  imageIn,
  type KubernetesUnderTest,
  RELEASES,
  startKubernetes,
} from "../../../fixtures/start-kubernetes";
import { waitFor } from "../../../fixtures/wait-for";

const KUBECTL = (process.env.PATH ?? "")
  .split(":")
  .map((folder) => `${folder}/kubectl`)
  .find(existsSync);
const run = promisify(execFile);
let kubernetes: KubernetesUnderTest;

const args = (...more: string[]) => [
  "--kubeconfig",
  kubernetes.kubeconfig,
  "--context",
  "dev",
  ...more,
];
const kubectl = async (...more: string[]): Promise<string> =>
  (await run(KUBECTL ?? "", args(...more))).stdout;

beforeAll(async () => {
  if (!KUBECTL) return;
  kubernetes = await startKubernetes();
  await waitFor(
    "the cluster to stand",
    async () => (await kubectl("get", "nodes", "--no-headers")).split("\n").length === 4,
  );
});
afterAll(() => kubernetes?.stop());

test.skipIf(!KUBECTL).each([
  [
    "nodes",
    /^NAME\s+STATUS\s+ROLES\s+AGE\s+VERSION\n(ip-\S+\s+Ready\s+<none>\s+\d+d\s+v1\.34\.4-eks-\w+\n){3}$/,
  ],
  [
    "nodeclaims",
    /^NAME\s+TYPE\s+CAPACITY\s+ZONE\s+NODE\s+READY\s+AGE\n(default-\w+\s+m7i\.large\s+on-demand\s+us-east-1[abc]\s+ip-\S+\s+True\s+\d+d\n){3}$/,
  ],
  ["ec2nodeclass", /^NAME\s+READY\s+AGE\ndefault\s+True\s+\d+s\n$/],
  ["nodepools", /^NAME\s+NODECLASS\s+NODES\s+READY\s+AGE\ndefault\s+default\s+3\s+True\s+\d+s\n$/],
  [
    "pdb -A",
    /^NAMESPACE\s+NAME\s+MIN AVAILABLE\s+MAX UNAVAILABLE\s+ALLOWED DISRUPTIONS\s+AGE\nshop\s+checkout\s+N\/A\s+2\s+2\s+\d+s\n$/,
  ],
  [
    "applications -n argocd",
    /^NAME\s+SYNC STATUS\s+HEALTH STATUS\nkarpenter-nodeclass\s+Synced\s+Healthy\n$/,
  ],
])("kubectl get %s prints well", async (what, printed) => {
  await waitFor("the columns", async () => printed.test(await kubectl("get", ...what.split(" "))));
});

test.skipIf(!KUBECTL)("kubectl gives YAML, describes, and is refused a write", async () => {
  expect(await kubectl("get", "ec2nodeclass", "default", "-o", "yaml")).toContain(
    `- id: ${imageIn(RELEASES[0])}`,
  );
  const [name = ""] = (await kubectl("get", "nodes", "-o", "name")).split("\n");
  expect(await kubectl("describe", name)).toMatch(
    /Kernel Version:\s+6\.12\.73-95\.123\.amzn2023\.x86_64/,
  );
  await expect(kubectl("delete", name)).rejects.toThrow(
    /User "switchyard" cannot delete resource "nodes"/,
  );
});

test.skipIf(!KUBECTL)("kubectl get -w sees nodes come and go", async () => {
  const watching = spawn(KUBECTL ?? "", args("get", "nodes", "-w", "--no-headers"));
  let seen = "";
  watching.stdout.on("data", (text: Buffer) => {
    seen += text;
  });
  await waitFor("the first rows", () => seen.split("\n").length > 3);
  kubernetes.push("dev", manifestOf(imageIn(RELEASES[1])));
  await waitFor("a node that is not ready yet, and then is", () => {
    const name = seen.match(/^(ip-\S+)\s+NotReady/m)?.[1];
    return name && new RegExp(`^${name}\\s+Ready`, "m").test(seen);
  });
  watching.kill();
  expect(await kubectl("get", "events", "-A")).toMatch(
    /DisruptionLaunching\s+nodeclaim\/default-\w+\s+Launching NodeClaim: Drifted/,
  );
});
