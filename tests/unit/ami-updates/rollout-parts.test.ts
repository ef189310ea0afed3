import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { allowedDisruptions, type BudgetNow } from "@/lib/ami-updates/allowed-disruptions";
import { checkPromise, keepsPromise } from "@/lib/ami-updates/check-promise";
import { judgeRollout } from "@/lib/ami-updates/judge-rollout";
import { evaluateBudgets } from "@/server/ami-updates/evaluate-budgets";
import { aCluster, aComing, aMachine, aRollout, at, NEW, OLD } from "../../fixtures/a-rollout";

describe("how many nodes may be disrupted", () => {
  const budget = (nodes: string, more: Partial<BudgetNow> = {}): BudgetNow => ({
    nodePool: "default",
    nodes,
    active: true,
    ...more,
  });
  test.each<[string, BudgetNow[], number, number, number]>([
    ["a count", [budget("1")], 12, 0, 1],
    ["a count that is used up", [budget("1")], 12, 1, 0],
    ["more are gone than it allows", [budget("1")], 12, 3, 0],
    ["percent is rounded up", [budget("10%")], 12, 0, 2],
    ["percent of a few", [budget("10%")], 3, 0, 1],
    ["none", [budget("0")], 12, 0, 0],
    ["no percent", [budget("0%")], 12, 0, 0],
    ["all of them", [budget("100%")], 12, 0, 12],
    ["more than there are", [budget("50")], 12, 0, 12],
    ["no budget is ten percent", [], 12, 0, 2],
    ["the strictest holds", [budget("50%"), budget("2")], 12, 0, 2],
    ["one that sleeps does not hold", [budget("50%"), budget("0", { active: false })], 12, 0, 6],
    [
      "one for other reasons does not hold",
      [budget("0", { reasons: ["Underutilized"] }), budget("3")],
      12,
      0,
      3,
    ],
    ["one for drift holds", [budget("0", { reasons: ["Drifted"] }), budget("3")], 12, 0, 0],
    ["another pool's does not hold", [budget("0", { nodePool: "gpu" }), budget("3")], 12, 0, 3],
    ["all of them asleep", [budget("0", { active: false })], 12, 0, 12],
    ["nonsense allows nothing", [budget("many")], 12, 0, 0],
    ["no nodes", [budget("10%")], 0, 0, 0],
  ])("%s", (_, budgets, total, disrupted, allowed) => {
    expect(allowedDisruptions(budgets, "default", { total, disrupted }).allowed).toBe(allowed);
  });

  test("is never negative, and never more than there are", () => {
    const nodes = fc.oneof(
      fc.nat(50).map(String),
      fc.nat(100).map((n) => `${n}%`),
    );
    fc.assert(
      fc.property(
        fc.array(nodes, { maxLength: 4 }),
        fc.nat(40),
        fc.nat(40),
        (given, total, disrupted) => {
          const { allowed } = allowedDisruptions(
            given.map((each) => budget(each)),
            "default",
            { total, disrupted },
          );
          expect(allowed).toBeGreaterThanOrEqual(0);
          expect(allowed).toBeLessThanOrEqual(total);
        },
      ),
    );
  });
});

describe("when a budget holds", () => {
  const of = (schedule: string | undefined, duration: string | undefined, now: string) =>
    evaluateBudgets(
      [
        {
          name: "default",
          conditions: [],
          budgets: [
            { nodes: "0", ...(schedule ? { schedule } : {}), ...(duration ? { duration } : {}) },
          ],
        },
      ],
      new Date(now),
    )[0];
  test.each([
    ["no schedule", undefined, undefined, "2026-11-20T10:00:00Z", true, undefined],
    ["before it begins", "0 9 * * 1-5", "8h", "2026-11-20T08:59:59Z", false, undefined],
    ["as it begins", "0 9 * * 1-5", "8h", "2026-11-20T09:00:00Z", true, "2026-11-20T17:00:00.000Z"],
    [
      "while it holds",
      "0 9 * * 1-5",
      "8h",
      "2026-11-20T16:59:00Z",
      true,
      "2026-11-20T17:00:00.000Z",
    ],
    ["when it has ended", "0 9 * * 1-5", "8h", "2026-11-20T17:00:01Z", false, undefined],
    ["at the weekend", "0 9 * * 1-5", "8h", "2026-11-21T10:00:00Z", false, undefined],
    [
      "over midnight",
      "0 22 * * *",
      "4h30m",
      "2026-11-21T01:00:00Z",
      true,
      "2026-11-21T02:30:00.000Z",
    ],
    ["a macro", "@daily", "10m", "2026-11-21T00:05:00Z", true, "2026-11-21T00:10:00.000Z"],
    [
      "a schedule that cannot be read holds",
      "sometimes",
      "8h",
      "2026-11-20T10:00:00Z",
      true,
      undefined,
    ],
  ])("%s", (_, schedule, duration, now, active, until) => {
    expect(of(schedule, duration, now)).toMatchObject({ active });
    expect(of(schedule, duration, now)?.until).toBe(until);
  });
});

describe("what a node runs against what was promised", () => {
  const node = aMachine("a", NEW).node;
  test.each([
    [
      "all as promised",
      {
        kubelet: "1.34.4-20260714",
        kernel: "6.12.73-95.123.amzn2023",
        containerd: "2.1.4-1.eks.amzn2023.0.1",
      },
      [],
    ],
    ["nothing promised", {}, []],
    ["an epoch", { containerd: "1:2.1.4-1" }, []],
    ["a kernel without its distribution", { kernel: "6.12.73-95.123" }, []],
    [
      "another kubelet",
      { kubelet: "1.34.5" },
      ["kubelet is v1.34.4-eks-1a2b3c4; the notes promise 1.34.5."],
    ],
    [
      "another kernel",
      { kernel: "6.12.73-95.124.amzn2023" },
      [expect.stringMatching(/^kernel is 6\.12\.73-95\.123/)],
    ],
    [
      "a kernel of which it is only the beginning",
      { kernel: "6.12.73-95.12" },
      [expect.stringMatching(/^kernel/)],
    ],
    [
      "another containerd",
      { containerd: "2.2.0-1" },
      ["containerd is 2.1.4; the notes promise 2.2.0-1."],
    ],
    ["what a node does not report", { runc: "1.4.0", "nvidia-driver": "590" }, []],
  ])("%s", (_, promised, expected) => {
    expect(checkPromise(promised as Record<string, string>, node)).toEqual(expected);
  });
  test("a version that only begins like the promised one is another", () => {
    expect(keepsPromise("containerd", "1.7.29-1.amzn2023.0.4", "1.7.2")).toBe(false);
    expect(keepsPromise("containerd", "1.7.29-1.amzn2023.0.4", "1.7.29")).toBe(true);
    expect(keepsPromise("kubelet", "1.34.9", "v1.34.90-eks-3cfe0ce")).toBe(false);
  });
});

describe("each node where it stands", () => {
  const draining = (message: string, closed: boolean) =>
    judgeRollout(
      aRollout({
        now: new Date(at(3_000)),
        cluster: aCluster(
          [
            aMachine("a", NEW, { up: 100 }),
            aMachine("b", OLD, {
              drifted: true,
              claim: { deletedAt: at(120) },
              node: { taints: ["karpenter.sh/disrupted:NoSchedule"] },
            }),
          ],
          {
            events: [
              {
                at: at(2_990),
                firstAt: at(130),
                type: "Warning",
                reason: "FailedDraining",
                kind: "Node",
                name: "ip-b",
                message,
                count: 20,
              },
            ],
            disruptionBudgets: closed
              ? [
                  {
                    namespace: "shop",
                    name: "checkout",
                    disruptionsAllowed: 0,
                    currentHealthy: 1,
                    desiredHealthy: 1,
                  },
                ]
              : [],
          },
        ),
      }),
    );

  test("a node whose pods may not go names the budget, and the pair counts once", () => {
    const view = draining("Failed to drain node, 1 pods are waiting to be evicted", true);
    expect(view.nodes[1]).toMatchObject({
      stage: "failed",
      blocked: [
        "Its pods cannot be evicted: PodDisruptionBudget shop/checkout (1 healthy, 1 must stay) allows no disruption, since 10:02 UTC.",
      ],
    });
    expect(view).toMatchObject({ outcome: "stuck", total: 1, replaced: 1 });
    expect(view.why).toContain("ip-b does not move: Its pods cannot be evicted");
  });

  test("without a closed budget it says what Karpenter says", () => {
    expect(
      draining("Failed to drain node, 1 pods are waiting to be evicted", false).nodes[1]?.blocked,
    ).toEqual([
      "Its pods cannot be evicted: Failed to drain node, 1 pods are waiting to be evicted, since 10:02 UTC.",
    ]);
  });

  test("a budget that was opened meanwhile blocks nothing any more", () => {
    const view = judgeRollout(
      aRollout({
        cluster: aCluster([aMachine("b", OLD, { drifted: true })], {
          events: [
            {
              at: at(200),
              type: "Normal",
              reason: "DisruptionBlocked",
              kind: "Node",
              name: "ip-b",
              message: "Pdb prevents pod evictions (PodDisruptionBudget=[shop/checkout])",
              count: 1,
            },
          ],
        }),
      }),
    );
    expect(view.nodes[0]?.blocked).toEqual([]);
  });

  test("a node that only waits its turn is not called blocked by the budget", () => {
    const machines = [
      aMachine("a", OLD, {
        drifted: true,
        node: { taints: ["karpenter.sh/disrupted:NoSchedule"] },
      }),
      aMachine("b", OLD, { drifted: true }),
      aComing("c", "Initialized"),
    ];
    const view = judgeRollout(aRollout({ cluster: aCluster(machines) }));
    expect(view.nodes.map(({ stage, blocked }) => [stage, blocked])).toEqual([
      ["drifted", []],
      ["drifted", []],
      ["initializing", []],
    ]);
    expect(view.budgets).toEqual([{ nodePool: "default", nodes: "1", allowed: 0 }]);
    expect(view.total).toBe(2);
  });

  test.each([
    ["Launched", "launching"],
    ["Registered", "registering"],
    ["Initialized", "initializing"],
  ] as const)("before %s it is %s", (before, stage) => {
    expect(
      judgeRollout(aRollout({ cluster: aCluster([aComing("a", before)]) })).nodes[0],
    ).toMatchObject({ stage, since: at(60) });
  });
});

test("the role that is applied allows to look at what is read, and nothing else", () => {
  const file = new URL("../../../deploy/ami-updates/cluster-role.yaml", import.meta.url);
  const [role] = parseAllDocuments(readFileSync(file, "utf8")).map((document) => document.toJS());
  const rules = role.rules as { apiGroups: string[]; resources: string[]; verbs: string[] }[];
  expect(new Set(rules.flatMap(({ verbs }) => verbs))).toEqual(new Set(["get", "list", "watch"]));
  expect(
    rules
      .flatMap(({ apiGroups, resources }) =>
        resources.map((resource) => `${apiGroups[0]}/${resource}`),
      )
      .sort(),
  ).toEqual([
    "/events",
    "/nodes",
    "argoproj.io/applications",
    "karpenter.k8s.aws/ec2nodeclasses",
    "karpenter.sh/nodeclaims",
    "karpenter.sh/nodepools",
    "policy/poddisruptionbudgets",
  ]);
});
