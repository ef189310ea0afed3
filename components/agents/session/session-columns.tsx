import { Share2 } from "lucide-react";
import { StatusBadge } from "@/components/data/status-badge";
import type { Column } from "@/components/data/table";
import { Timestamp } from "@/components/data/timestamp";
import { agentTitle } from "@/lib/agents/call-words";
import { costWords } from "@/lib/agents/cost-words";
import type { Session } from "@/lib/agents/session";
import { SESSION_LOOK } from "@/lib/agents/session-looks";
import { formatCount } from "@/lib/platform/format";
import { plainText } from "@/lib/platform/plain-text";

/** Columns of the list of sessions: what about, how it stands, whose, what it used. */
export const SESSION_COLUMNS: readonly Column<Session>[] = [
  {
    key: "title",
    header: "Session",
    cell: ({ title, shared, agent }) => (
      <>
        <span className="flex min-w-0 items-center gap-1.5 max-sm:pt-1.5">
          <bdi
            className="truncate max-sm:line-clamp-2 max-sm:whitespace-normal"
            title={plainText(title)}
          >
            {plainText(title)}
          </bdi>
          {shared ? (
            <>
              <Share2 aria-hidden="true" className="size-3 shrink-0 text-muted" />
              <span className="sr-only"> (shared)</span>
            </>
          ) : null}
        </span>
        <span className="block truncate pb-1.5 text-meta font-normal text-muted sm:hidden">
          <bdi>{plainText(agentTitle(agent))}</bdi>
        </span>
      </>
    ),
  },
  {
    key: "state",
    header: "State",
    width: "10.75rem",
    cell: ({ state, updatedAt }) => (
      <>
        <StatusBadge {...SESSION_LOOK[state]} />
        <span className="block text-meta text-muted sm:hidden">
          <Timestamp at={updatedAt} focusable={false} />
        </span>
      </>
    ),
  },
  {
    key: "agent",
    header: "Agent",
    width: "10rem",
    from: "sm",
    cell: ({ agent }) => <bdi>{plainText(agentTitle(agent))}</bdi>,
  },
  {
    key: "owner",
    header: "Owner",
    width: "10rem",
    from: "md",
    cell: ({ owner }) => <bdi>{plainText(owner.name)}</bdi>,
  },
  {
    key: "turns",
    header: "Turns",
    width: "5rem",
    align: "end",
    from: "lg",
    cell: ({ used }) => formatCount(used.turns),
  },
  {
    key: "tokens",
    header: "Tokens",
    width: "6rem",
    align: "end",
    from: "lg",
    cell: ({ used }) => formatCount(used.inputTokens + used.outputTokens),
  },
  {
    key: "cost",
    header: "Cost",
    width: "8.5rem",
    align: "end",
    from: "lg",
    cell: ({ used, home }) =>
      costWords(used, home) ?? <span className="text-muted">not known</span>,
  },
  {
    key: "updated",
    header: "Last change",
    width: "8rem",
    align: "end",
    from: "md",
    cell: ({ updatedAt }) => <Timestamp at={updatedAt} focusable={false} />,
  },
];
