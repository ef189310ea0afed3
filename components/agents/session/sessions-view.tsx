"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { useEffect, useRef } from "react";
import { SESSION_COLUMNS } from "@/components/agents/session/session-columns";
import { SessionsFilters } from "@/components/agents/session/sessions-filters";
import { StartSession } from "@/components/agents/session/start-session";
import { AsyncView } from "@/components/data/async-view";
import { EmptyState } from "@/components/data/empty-state";
import { Pager } from "@/components/data/pager";
import { DataTable } from "@/components/data/table";
import { TableSkeleton } from "@/components/data/table-skeleton";
import { changedSearch } from "@/components/data/url-search";
import { useRead } from "@/components/data/use-read";
import { useLive } from "@/components/shell/live/use-live";
import { Button } from "@/components/ui/button";
import { agentKeys, agentTopics } from "@/lib/agents/keys";
import { sessionReadUrls } from "@/lib/agents/read-urls";
import type { Session } from "@/lib/agents/session";
import type { AgentsView } from "@/lib/agents/views";
import { plural } from "@/lib/platform/format";
import { routes } from "@/lib/platform/routes";

interface Page {
  sessions: Session[];
  next?: string;
}

/** All sessions that this person may read: found by text, agent and state. */
export function SessionsView() {
  const router = useRouter();
  const params = useSearchParams();
  const query = Object.fromEntries(
    ["agent", "text", "state", "before"].flatMap((name) => {
      const value = params.get(name);
      return value ? [[name, value]] : [];
    }),
  ) as { agent?: string; text?: string; state?: string; before?: string };
  const read = useRead<Page>(agentKeys.sessions(query), sessionReadUrls.sessions(query), {
    staleMs: 2_000,
  });
  const live = useLive<AgentsView>(agentTopics.overview());
  const agents = live.snapshot?.data.agents;
  // The overview changes with every run's beginning and end: then the list is another, too.
  const version = live.snapshot?.confirmedAt;
  const { retry } = read;
  const seen = useRef(version);
  useEffect(() => {
    if (seen.current !== undefined && seen.current !== version) retry();
    seen.current = version;
  }, [version, retry]);
  const hrefOf = (changes: Record<string, string | null>) =>
    `${routes.agentSessions()}${changedSearch(`?${params}`, { before: null, ...changes })}`;
  const filtered = query.agent || query.text || query.state;
  const page = read.data;
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <h1 className="mr-auto">Sessions</h1>
        <SessionsFilters
          query={query}
          agents={agents ?? []}
          onChange={(changes) => router.replace(hrefOf(changes), { scroll: false })}
        />
        <StartSession agents={agents} />
      </div>
      <AsyncView
        state={read.state}
        problem={read.problem}
        onRetry={read.retry}
        skeleton={<TableSkeleton rows={20} />}
        isEmpty={page !== undefined && page.sessions.length === 0}
        empty={
          filtered || query.before ? (
            <EmptyState
              title="No session matches"
              action={
                <Button onClick={() => router.replace(routes.agentSessions())}>
                  Show all sessions
                </Button>
              }
            >
              The text is looked for in titles and in what was said. Only your own and shared
              sessions are listed.
            </EmptyState>
          ) : (
            <EmptyState title="No session yet">
              Ask an agent something: what it says and does stays here, and goes on while nobody
              looks.
            </EmptyState>
          )
        }
      >
        {page ? (
          <div aria-busy={read.placeholder} className="grid gap-3">
            <DataTable
              label="Sessions"
              columns={SESSION_COLUMNS}
              rows={page.sessions}
              rowKey={({ id }) => id}
              rowHref={({ id }) => routes.agentSession(id)}
              rowLabel={({ title }) => title}
              holdFor={JSON.stringify(query)}
            />
            <Pager
              told={`${plural(page.sessions.length, "session")} on this page`}
              {...(query.before && { first: hrefOf({}) })}
              {...(page.next && { next: hrefOf({ before: page.next }) })}
              nextLabel="Older"
            />
          </div>
        ) : null}
      </AsyncView>
    </div>
  );
}
