import { Panel } from "@/components/data/panel";
import { spanWords, windowWords } from "@/lib/ami-updates/rule-words";
import type { MergeEffect } from "@/lib/ami-updates/views";
import { plural } from "@/lib/platform/format";

/** What merging does, before the button is pressed. */
export function EffectPanel({ effect }: { effect: MergeEffect }) {
  return (
    <Panel stacked title="What merging will do">
      <ul className="grid gap-1.5">
        {effectWords(effect).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </Panel>
  );
}

/** The same in sentences; the confirm dialog says them too. */
export function effectWords({
  environment,
  nodes,
  atOnce,
  usualMs,
  window,
  windowOpen,
}: MergeEffect): string[] {
  const replaces =
    nodes === undefined
      ? `Argo CD syncs the line, and Karpenter replaces the nodes of ${environment}; how many is not known now.`
      : `Argo CD syncs the line, and Karpenter replaces ${plural(nodes, "node")} in ${environment}.`;
  return [
    replaces,
    ...(atOnce === undefined
      ? []
      : [
          atOnce === 0
            ? "The disruption budgets allow no node at once now, so it would stand still."
            : `At most ${plural(atOnce, "node")} at once, by the disruption budgets.`,
        ]),
    usualMs === undefined
      ? "No rollout was verified here yet, so how long it takes is not known."
      : `The last verified rollouts here took about ${spanWords(Math.max(1, Math.round(usualMs / 6_000)) / 10)}.`,
    ...(window
      ? [`Maintenance window ${windowWords(window)}: ${windowOpen ? "open now" : "closed now"}.`]
      : []),
  ];
}
