import { Foreign } from "@/components/data/foreign";
import { TextLink } from "@/components/data/text-link";
import { Timestamp } from "@/components/data/timestamp";
import { agentTitle } from "@/lib/agents/call-words";
import type { RetiredAgent } from "@/lib/agents/views";
import { plainText } from "@/lib/platform/plain-text";
import { routes } from "@/lib/platform/routes";

/** Agents that are no longer offered, each leading to what it did and the way back. */
export function RetiredAgents({ retired }: { retired: readonly RetiredAgent[] }) {
  if (retired.length === 0) return null;
  return (
    <details className="rounded-md border">
      <summary className="flex min-h-9 cursor-pointer items-center gap-2 px-3 py-1.5 pointer-coarse:min-h-11">
        <span className="font-semibold">Retired</span>
        <span className="text-muted">{retired.length}</span>
      </summary>
      <ul className="divide-y border-t">
        {retired.map(({ agent, by, reason, at }) => (
          <li key={agent} className="grid gap-x-4 gap-y-0.5 p-3 sm:grid-cols-[14rem_minmax(0,1fr)]">
            <p className="wrap-anywhere">
              <TextLink href={routes.agent(agent)}>{plainText(agentTitle(agent))}</TextLink>
            </p>
            <p className="text-muted">
              <Foreign text={reason} />
              <span className="block text-meta">
                <Foreign text={by} /> · <Timestamp at={at} />
              </span>
            </p>
          </li>
        ))}
      </ul>
    </details>
  );
}
