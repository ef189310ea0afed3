import "server-only";
import { CronExpressionParser } from "cron-parser";
import type { BudgetNow } from "@/lib/ami-updates/allowed-disruptions";
import type { ClusterFacts } from "@/lib/ami-updates/cluster-facts";

/**
 * The budgets of node pools with what their schedules say at `now`. A schedule is when a budget begins
 * to hold, for its duration, UTC, as Karpenter reads it. One that cannot be read holds: Karpenter then
 * disrupts nothing either.
 */
export function evaluateBudgets(pools: ClusterFacts["nodePools"], now: Date): BudgetNow[] {
  return pools.flatMap(({ name, budgets }) =>
    budgets.map((budget) => ({ ...budget, nodePool: name, ...windowOf(budget, now) })),
  );
}

function windowOf(
  { schedule, duration }: ClusterFacts["nodePools"][number]["budgets"][number],
  now: Date,
): { active: boolean; until?: string } {
  if (!schedule) return { active: true };
  const length = milliseconds(duration);
  if (length === undefined) return { active: true };
  try {
    // Karpenter walks forward from one duration ago, so a window that begins just now counts.
    const begun = CronExpressionParser.parse(schedule, {
      currentDate: new Date(now.getTime() - length),
      tz: "UTC",
    })
      .next()
      .toDate();
    if (begun > now) return { active: false };
    const until = new Date(begun.getTime() + length).toISOString();
    return { active: true, until };
  } catch {
    return { active: true };
  }
}

/** Of `8h`, `1h30m`, `10m`, as Go writes durations. */
function milliseconds(duration: string | undefined): number | undefined {
  const match = duration?.match(/^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/);
  if (!match || match[0] === "") return undefined;
  const [, hours = "0", minutes = "0", seconds = "0"] = match;
  return (Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)) * 1_000;
}
