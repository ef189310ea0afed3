import type { ClusterFacts } from "./cluster-facts";
import type { Budget } from "./rollout";

export type PoolBudget = ClusterFacts["nodePools"][number]["budgets"][number];

/** A budget with what its schedule says now; without a schedule it is always active. */
export type BudgetNow = PoolBudget & {
  nodePool: string;
  active: boolean;
  /** When it stops, ISO 8601; absent when it never does by itself. */
  until?: string;
};

/**
 * How many nodes of a pool may be disrupted for drift now, and each budget's part of it, as Karpenter
 * counts: percentages are rounded up, nodes that go or are not ready count as disrupted, and of all
 * active budgets that apply the strictest one holds. Without any budget it is 10 %.
 * https://karpenter.sh/docs/concepts/disruption/#nodepool-disruption-budgets
 */
export function allowedDisruptions(
  budgets: BudgetNow[],
  nodePool: string,
  nodes: { total: number; disrupted: number },
): { allowed: number; budgets: Budget[]; strictest?: BudgetNow } {
  const own = budgets.filter((budget) => budget.nodePool === nodePool);
  const given: BudgetNow[] = own.length > 0 ? own : [{ nodePool, nodes: "10%", active: true }];
  const evaluated = given.map((budget) => ({
    budget,
    allowed: applies(budget)
      ? Math.max(0, limitOf(budget.nodes, nodes.total) - nodes.disrupted)
      : Number.POSITIVE_INFINITY,
  }));
  const strictest = evaluated.reduce((a, b) => (b.allowed < a.allowed ? b : a));
  const allowed = Math.min(strictest.allowed, nodes.total);
  return {
    allowed,
    ...(Number.isFinite(strictest.allowed) ? { strictest: strictest.budget } : {}),
    budgets: evaluated.map(({ budget, allowed: own }) => ({
      nodePool,
      nodes: budget.nodes,
      allowed: Math.min(own, nodes.total),
      ...(budget.schedule ? { schedule: budget.schedule } : {}),
      ...(budget.reasons ? { reasons: budget.reasons } : {}),
    })),
  };
}

const applies = ({ active, reasons }: BudgetNow): boolean =>
  active && (!reasons || reasons.length === 0 || reasons.includes("Drifted"));

/** `10%` of the nodes, rounded up, or a count; what is neither allows nothing. */
export function limitOf(nodes: string, total: number): number {
  const percent = nodes.match(/^(\d+)%$/)?.[1];
  if (percent !== undefined) return Math.ceil((Number(percent) * total) / 100);
  return /^\d+$/.test(nodes) ? Number(nodes) : 0;
}
