import { Panel } from "@/components/data/panel";
import type { Budget } from "@/lib/ami-updates/rollout";
import { plural } from "@/lib/platform/format";
import { plainText } from "@/lib/platform/plain-text";

/** How many nodes may be disrupted at once, and when. */
export function BudgetsPanel({
  budgets,
  unread,
}: {
  budgets: readonly Budget[];
  /** The cluster does not answer. */
  unread: true | undefined;
}) {
  return (
    <Panel stacked title="Disruption budgets">
      {budgets.length === 0 ? (
        <p className="text-muted">
          {unread ? "Not known now." : "No budget is known; Karpenter's own is 10%."}
        </p>
      ) : (
        <ul className="grid gap-1">
          {budgets.map(({ nodePool, nodes, allowed, schedule, reasons }) => (
            <li key={`${nodePool} ${nodes} ${schedule} ${reasons}`}>
              {plainText(nodePool)}: <span className="font-mono text-meta">{plainText(nodes)}</span>
              <span className="text-muted">
                , {plural(allowed, "node")} at once now
                {schedule ? `, on ${plainText(schedule)}` : ""}
                {reasons?.length ? `, for ${plainText(reasons.join(", "))}` : ""}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
