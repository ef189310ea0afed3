import { describe, expect, it } from "vitest";
import { mayAutoMerge } from "@/lib/ami-updates/auto-merge";
import { AmiConfig } from "@/lib/ami-updates/config";
import { judgeTarget, type TargetFacts } from "@/lib/ami-updates/judge-target";
import type { Analysis, UpdateRecord } from "@/lib/ami-updates/model";
import { type Forerunner, promotionOf } from "@/lib/ami-updates/promotion";
import { recommendedPaths, releasePaths } from "@/lib/ami-updates/ssm-paths";

const NOW = Date.parse("2026-07-20T12:00:00.000Z");
const ago = (minutes: number) => new Date(NOW - minutes * 60_000).toISOString();
const next = { imageId: "ami-0000000000000000b", release: "v20260714" };
const aTarget = (over: Partial<TargetFacts> = {}): TargetFacts => ({
  current: { imageId: "ami-0000000000000000a", release: "v20260701" },
  next,
  now: NOW,
  minimumAgeHours: 0,
  promotion: { promoted: true },
  ...over,
});
const analysis = (over: Partial<Analysis> = {}) =>
  ({ risk: 2, verdict: "APPROVE", model: { outcome: "used" }, ...over }) as Analysis;
const PULL = { number: 7, url: "https://github.test/7" };
const closed = { ...PULL, state: "closed" as const, merged: false, closedAt: ago(60) };

describe("where a target stands", () => {
  const held = { promoted: false as const, why: "Waits." };
  const refused = { analysis: analysis({ autoRejected: "v20260714 was abandoned." }) };
  const override = { by: "a", reason: "x", at: ago(1) };
  const merged = { decision: "merged" as const, decidedAt: ago(60) };
  const cases: [string, Partial<TargetFacts>, string][] = [
    ["an older image", {}, "update_available"],
    ["the same image", { current: next }, "up_to_date"],
    ["the same alias", { current: { release: "v1" }, next: { release: "v1" } }, "up_to_date"],
    [
      "a newer one than is recommended",
      { current: { imageId: "ami-0000000000000000c", release: "v20260720" } },
      "up_to_date",
    ],
    ["one of no known release", { current: { imageId: "ami-0" } }, "update_available"],
    ["an open pull request", { pull: { ...PULL, state: "open", merged: false } }, "proposed"],
    ["a closed one", { pull: closed }, "skipped"],
    ["a closed one, lifted since", { pull: closed, lift: { at: ago(30) } }, "update_available"],
    ["a closed one, lifted before", { pull: closed, lift: { at: ago(90) } }, "skipped"],
    [
      "one that was closed because a newer one came",
      { pull: closed, record: { decision: "superseded" } },
      "update_available",
    ],
    ["a record that is closed", { record: { decision: "closed", decidedAt: ago(5) } }, "skipped"],
    ["a merge that Git no longer has", { record: merged }, "skipped"],
    ["the same, lifted", { record: merged, lift: { at: ago(1) } }, "update_available"],
    ["a merge just now", { record: { ...merged, decidedAt: ago(1) } }, "proposed"],
    [
      "one taken back just now",
      { record: { ...merged, decidedAt: ago(1), outcome: "reverted" } },
      "skipped",
    ],
    ["a refusal of the rules", { record: refused }, "rejected"],
    ["one that was overridden", { record: { ...refused, override } }, "update_available"],
    ["a release that is too new", { minimumAgeHours: 24 * 30 }, "held"],
    ["one that is old enough", { minimumAgeHours: 24 }, "update_available"],
    ["an environment before that is not ready", { promotion: held }, "held"],
    [
      "the same with an open pull request",
      { promotion: held, pull: { ...PULL, state: "open", merged: false } },
      "proposed",
    ],
    ["a problem", { record: { problem: "GitHub is away." } }, "update_available"],
  ];
  it.each(cases)("%s", (_name, over, state) => {
    const judged = judgeTarget(aTarget(over));
    expect(judged.state).toBe(state);
    expect(judged.why).toMatch(/^[A-Zv].*\.$/);
  });
  it("names what is in the way", () => {
    expect(judgeTarget(aTarget({ record: { problem: "GitHub is away." } })).why).toContain(
      "GitHub is away.",
    );
    expect(judgeTarget(aTarget({ minimumAgeHours: 240 })).why).toBe(
      "v20260714 is too new here; it is proposed from 2026-07-24 00:00 UTC on.",
    );
    expect(judgeTarget(aTarget({ pull: closed })).pull).toEqual(PULL);
  });
});

describe("going on to the next environment", () => {
  const [environment] = AmiConfig.shape.environments.parse([{ name: "dev", soakMinutes: 30 }]);
  const aForerunner = (cluster: string, record?: Forerunner["record"]): Forerunner => ({
    cluster,
    nodeClass: "default",
    environment: environment as Forerunner["environment"],
    ...(record && { record }),
  });
  const verified = (minutes: number) => ({
    decision: "merged" as const,
    outcome: "verified" as const,
    outcomeAt: ago(minutes),
  });
  const cases: [string, Forerunner[], string][] = [
    ["nobody before", [], "promoted"],
    ["no record", [aForerunner("a")], "Waits until a/default runs v1, verified."],
    ["not merged", [aForerunner("a", {})], "Waits until a/default runs v1, verified."],
    [
      "rolling out",
      [aForerunner("a", { decision: "auto_merged" })],
      "Waits until the rollout of v1 on a/default is verified.",
    ],
    [
      "stuck",
      [aForerunner("a", { decision: "merged", outcome: "stuck" })],
      "The rollout of v1 on a/default is stuck.",
    ],
    [
      "regressed",
      [aForerunner("a", { decision: "merged", outcome: "regressed" })],
      "The rollout of v1 on a/default went wrong.",
    ],
    [
      "taken back",
      [aForerunner("a", { decision: "merged", outcome: "reverted" })],
      "v1 was taken back on a/default.",
    ],
    ["soaked", [aForerunner("a", verified(30))], "promoted"],
    ["soaking", [aForerunner("a", verified(29))], "v1 soaks in dev until 2026-07-20 12:01 UTC."],
    [
      "one of two soaks",
      [aForerunner("a", verified(60)), aForerunner("b", verified(10))],
      "v1 soaks in dev until 2026-07-20 12:20 UTC.",
    ],
    [
      "one of two has none",
      [aForerunner("a", verified(60)), aForerunner("b")],
      "Waits until b/default runs v1, verified.",
    ],
  ];
  it.each(cases)("%s", (_name, forerunners, expected) => {
    const promotion = promotionOf(forerunners, "v1", NOW);
    expect(promotion.promoted ? "promoted" : promotion.why).toBe(expected);
  });
});

describe("merging without a person", () => {
  type Record = Parameters<typeof mayAutoMerge>[1];
  const environment = { autoMergeBelow: 4 };
  const aRecord = (over: Partial<UpdateRecord> = {}): Record => ({
    analysis: analysis(),
    dryRun: false,
    ...over,
  });
  const override = { by: "a", reason: "x", at: ago(1) };
  const cases: [string, Partial<UpdateRecord>, boolean][] = [
    ["below the threshold", {}, true],
    ["at the threshold", { analysis: analysis({ risk: 4 }) }, false],
    ["against the verdict", { analysis: analysis({ verdict: "REJECT" }) }, false],
    ["refused by the rules", { analysis: analysis({ autoRejected: "No." }) }, false],
    [
      "what no model has looked at",
      { analysis: analysis({ model: { modelId: "m", outcome: "replaced", dropped: 0 } }) },
      false,
    ],
    ["not analysed", { analysis: undefined }, false],
    ["overridden", { override }, false],
    ["decided", { decision: "closed" }, false],
    ["a dry run", { dryRun: true }, false],
  ];
  it.each(cases)("%s", (_name, over, expected) =>
    expect(mayAutoMerge(environment, aRecord(over), undefined, new Date(NOW))).toBe(expected),
  );
  it("never after a lift, outside the window, or without the policy", () => {
    const at = new Date(NOW);
    const window = { days: ["sun" as const], from: "02:00", to: "03:00" };
    expect(mayAutoMerge(environment, aRecord(), { by: "a" }, at)).toBe(false);
    expect(mayAutoMerge({ ...environment, window }, aRecord(), undefined, at)).toBe(false);
    expect(mayAutoMerge({ autoMergeBelow: 0 }, aRecord(), undefined, at)).toBe(false);
  });
});

describe("where SSM tells", () => {
  const { ssm } = AmiConfig.parse({
    environments: [{ name: "dev" }],
    clusters: [
      {
        name: "dev",
        environment: "dev",
        kubernetesVersion: "1.34",
        argo: { application: "a" },
        repository: { owner: "o", name: "n" },
        nodeClasses: [{ name: "default", path: "a.yaml" }],
      },
    ],
  });
  const cluster = { kubernetesVersion: "1.34" };
  const nodeClass = { architecture: "arm64" as const, variant: "nvidia" as const };
  const ROOT = "/aws/service/eks/optimized-ami/1.34/amazon-linux-2023/arm64/nvidia";

  it("the recommended image, and each release as Karpenter finds it", () => {
    expect(recommendedPaths(ssm, cluster, nodeClass)).toEqual({
      imageId: `${ROOT}/recommended/image_id`,
      releaseVersion: `${ROOT}/recommended/release_version`,
    });
    expect(releasePaths(ssm, cluster, nodeClass, "v20260714")).toEqual({
      imageId: `${ROOT}/amazon-eks-node-al2023-arm64-nvidia-1.34-v20260714/image_id`,
      releaseVersion: `${ROOT}/amazon-eks-node-al2023-arm64-nvidia-1.34-v20260714/release_version`,
    });
  });
  it("a team's own paths, with a place for the release or without", () => {
    const own = {
      imageId: "/golden/{kubernetes}/{release}/id",
      releaseVersion: "/golden/{release}",
    };
    expect(recommendedPaths(own, cluster, nodeClass).imageId).toBe("/golden/1.34/recommended/id");
    expect(releasePaths(own, cluster, nodeClass, "v20260714")?.imageId).toBe(
      "/golden/1.34/v20260714/id",
    );
    expect(
      releasePaths({ ...own, imageId: "/golden/id" }, cluster, nodeClass, "v1"),
    ).toBeUndefined();
  });
});
