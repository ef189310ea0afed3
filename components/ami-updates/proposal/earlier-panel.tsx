import { Panel } from "@/components/data/panel";
import { Timestamp } from "@/components/data/timestamp";
import type { ProposalView } from "@/lib/ami-updates/views";

/** Analyses before this one: analysing again loses nothing that was said. */
export function EarlierPanel({ earlier }: { earlier: ProposalView["earlier"] }) {
  if (earlier.length === 0) return null;
  return (
    <Panel stacked title="Earlier analyses">
      <ul className="grid gap-1">
        {earlier.map(({ at, risk, verdict, modelId }) => (
          <li key={at} className="flex flex-wrap items-baseline gap-x-3">
            <span className="font-medium">{risk}/10</span>
            <span>{verdict}</span>
            <span className="font-mono text-meta text-muted wrap-anywhere">{modelId}</span>
            <Timestamp at={at} className="ml-auto text-meta text-muted" />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
