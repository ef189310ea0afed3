import { afterAll, beforeAll, expect, it } from "vitest";
import { AmiConfig } from "@/lib/ami-updates/config";
import { detectUpdates } from "@/server/ami-updates/detect-updates";
import { awsCalls } from "@/server/aws/count-calls";
import { gitHubCalls } from "@/server/github/count-calls";
import { release } from "@/server/platform/held";
import { type FlowWorld, startFlowWorld } from "../fixtures/ami-updates/flow-world";
import { keepFigures } from "./report/keep-figures";

const CLUSTERS = 20;
const EACH = 10;
let world: FlowWorld;
beforeAll(async () => {
  world = await startFlowWorld();
});
afterAll(() => world?.stop());

it("detection over 200 node classes: calls to AWS and GitHub", async () => {
  const [known] = await world.aFleet([{}]);
  const manifest = await world.manifest(known ?? expect.fail("No target."));
  const places = Array.from({ length: EACH }, (_each, at) => at);
  const path = (cluster: string) => `karpenter-configs/clusters/${cluster}/nodeclass.yaml`;
  const names = Array.from({ length: CLUSTERS }, (_each, at) => `bench-${at}`);
  const documents = places.map((at) => manifest.replace("name: default", `name: class-${at}`));
  for (const cluster of names)
    await world.putManifest({ cluster, nodeClass: "class-0" }, documents.join("---\n"));
  const config = AmiConfig.parse({
    environments: [{ name: "dev" }],
    clusters: names.map((name) => ({
      name,
      environment: "dev",
      kubernetesVersion: "1.34",
      argo: { application: "karpenter-nodeclass" },
      repository: { owner: "platform", name: "eks-config" },
      nodeClasses: places.map((at) => ({ name: `class-${at}`, path: path(name) })),
    })),
  });
  world.parts.config = () => config;
  await world.publish();

  const rows: string[][] = [];
  for (const name of ["first look", "second look, nothing new"]) {
    release("aws.counts");
    release("github.counts");
    const began = performance.now();
    const found = await detectUpdates(world.parts);
    const took = performance.now() - began;
    expect(found).toHaveLength(CLUSTERS * EACH);
    expect(new Set(found.map(({ state }) => state))).toEqual(new Set(["update_available"]));
    const aws = (operation: string) =>
      awsCalls().find((each) => each.operation === operation)?.calls ?? 0;
    const github = gitHubCalls();
    const sum = (pick: (each: (typeof github)[number]) => number) =>
      github.reduce((total, each) => total + pick(each), 0);
    rows.push([
      name,
      String(aws("GetParameters")),
      String(aws("DescribeImages")),
      String(sum(({ calls }) => calls)),
      String(sum(({ unchanged }) => unchanged)),
      `${took.toFixed(0)} ms`,
    ]);
    // Two distinct parameters, and the two versioned paths of what would be proposed.
    expect(aws("GetParameters")).toBe(2);
  }
  keepFigures("8-ami-detection", {
    title: `Detection over ${CLUSTERS * EACH} node classes`,
    header: ["", "SSM", "EC2", "GitHub", "of them unchanged", "took"],
    rows,
    how: [
      `${CLUSTERS} clusters with ${EACH} node classes in one manifest each, one repository, every one with an update; against the lab.`,
      "SSM is asked for ten distinct parameters a call; what GitHub has not changed since costs no rate limit.",
    ],
  });
});
