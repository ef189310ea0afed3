import { expect, test } from "vitest";
import { nodeTroubles } from "@/lib/ami-updates/node-troubles";
import type { RolloutNode } from "@/lib/ami-updates/rollout";

const node = (claim: string, more: Partial<RolloutNode>): RolloutNode => ({
  claim,
  nodePool: "default",
  stage: "drifted",
  blocked: [],
  mismatches: [],
  ...more,
});

test("what is true of many nodes is said once, with their names", () => {
  const blocked = ["PodDisruptionBudget shop/checkout allows no disruption."];
  expect(
    nodeTroubles([
      node("a", { node: "ip-1", blocked }),
      node("b", {}),
      node("c", { blocked: [...blocked, ...blocked], mismatches: ["kubelet is 1.33."] }),
    ]),
  ).toEqual([
    { sentence: blocked[0], names: ["ip-1", "c"] },
    { sentence: "kubelet is 1.33.", names: ["c"] },
  ]);
  expect(nodeTroubles([node("a", {})])).toEqual([]);
});
