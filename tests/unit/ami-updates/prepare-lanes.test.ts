import { describe, expect, it } from "vitest";
import { AmiConfig } from "@/lib/ami-updates/config";
import type { Detection } from "@/lib/ami-updates/model";
import { prepareLanes } from "@/lib/ami-updates/prepare-lanes";
import type { UpdateBrief } from "@/lib/ami-updates/views";

const cluster = (name: string) => ({
  name,
  environment: name,
  kubernetesVersion: "1.34",
  argo: { application: "karpenter-nodeclass" },
  repository: { owner: "platform", name: "eks-config" },
  nodeClasses: [{ name: "default", path: `clusters/${name}/nodeclass.yaml` }],
});
const config = AmiConfig.parse({
  environments: [{ name: "dev", soakMinutes: 60 }, { name: "staging" }, { name: "prod" }],
  clusters: ["prod", "dev", "staging"].map(cluster),
});
const now = new Date("2026-11-26T12:00:00Z");

const aDetection = (name: string, facts: Partial<Detection> = {}): Detection => ({
  cluster: name,
  nodeClass: "default",
  environment: name,
  kubernetesVersion: "1.34",
  architecture: "x86_64",
  variant: "standard",
  state: "up_to_date",
  why: "It runs what is recommended.",
  checkedAt: now.toISOString(),
  ...facts,
});
const anUpdate = (facts: Partial<UpdateBrief> = {}): UpdateBrief => ({
  id: "1",
  from: { imageId: "ami-1" },
  to: { imageId: "ami-2", release: "v20261120" },
  startedBy: "schedule",
  createdAt: "2026-11-26T08:00:00Z",
  ...facts,
});
const lanes = (dev?: Partial<UpdateBrief>) =>
  prepareLanes({
    config,
    detections: ["dev", "staging", "prod"].map((each) => aDetection(each)),
    updates: new Map(dev ? [["dev/default", anUpdate(dev)]] : []),
    rollouts: new Map(),
    now,
  });

describe("lanes", () => {
  it("stand in the order of promotion, whatever the order of clusters", () => {
    expect(lanes().map((lane) => lane.environment)).toEqual(["dev", "staging", "prod"]);
    expect(lanes().map((lane) => lane.after?.environment)).toEqual([undefined, "dev", "staging"]);
  });

  it("do not carry the moment of the look, which changes without anything having changed", () => {
    expect(lanes()[0]?.targets[0]).not.toHaveProperty("checkedAt");
  });

  it("leave out a node class that was not looked at", () => {
    const [dev] = prepareLanes({
      config,
      detections: [],
      updates: new Map(),
      rollouts: new Map(),
      now,
    });
    expect(dev?.targets).toEqual([]);
  });

  it.each([
    ["none", undefined],
    ["undecided", {}],
    ["undecided", { decision: "closed" }],
    ["rolling_out", { decision: "merged" }],
    ["trouble", { decision: "merged", outcome: "stuck" }],
    [
      "soaking",
      { decision: "auto_merged", outcome: "verified", outcomeAt: "2026-11-26T11:30:00Z" },
    ],
    ["soaked", { decision: "merged", outcome: "verified", outcomeAt: "2026-11-26T10:30:00Z" }],
  ] as const)("say that the environment before is %s", (standing, update) => {
    expect(lanes(update && { ...update })[1]?.after?.standing).toBe(standing);
  });

  it("say when the soak time is over", () => {
    const after = lanes({
      decision: "merged",
      outcome: "verified",
      outcomeAt: "2026-11-26T11:30:00Z",
    })[1]?.after;
    expect(after).toMatchObject({ soakedAt: "2026-11-26T12:30:00.000Z", release: "v20261120" });
  });
});
