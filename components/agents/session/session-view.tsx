"use client";

import dynamic from "next/dynamic";
import { useCallback, useMemo, useRef, useState } from "react";
import { useMeters } from "@/components/agents/session/budget-panel";
import { Composer } from "@/components/agents/session/composer";
import { ConversationList, type RowTarget } from "@/components/agents/session/conversation-list";
import { ReaderNote } from "@/components/agents/session/reader-note";
import { SearchBar } from "@/components/agents/session/search-bar";
import { SessionProvider } from "@/components/agents/session/session-context";
import { SessionHead } from "@/components/agents/session/session-head";
import { SessionNotes } from "@/components/agents/session/session-notes";
import { SessionSide } from "@/components/agents/session/session-side";
import { type SessionTab, SessionTabs } from "@/components/agents/session/session-tabs";
import { useSession } from "@/components/agents/session/use-session";
import { useSessionActions } from "@/components/agents/session/use-session-actions";
import { useSessionSearch } from "@/components/agents/session/use-session-search";
import { useUrlState } from "@/components/data/use-url-state";
import { useShell } from "@/components/shell/shell-state";
import { Skeleton } from "@/components/ui/skeleton";
import { conversationRows } from "@/lib/agents/conversation-rows";
import { isOwner } from "@/lib/agents/eligibility";
import type { SessionView as View } from "@/lib/agents/views";
import { may } from "@/lib/platform/permissions";

const waits = () => <Skeleton className="h-96" />;
const TraceTab = dynamic(
  () => import("@/components/agents/session/trace-tab").then((module) => module.TraceTab),
  { ssr: false, loading: waits },
);
const FilesTab = dynamic(
  () => import("@/components/agents/session/files-tab").then((module) => module.FilesTab),
  { ssr: false, loading: waits },
);

/** One session: what was said and done, followed as it happens, and where its owner speaks. */
export function SessionView({ id, initial }: { id: string; initial: View }) {
  const { person } = useShell();
  const url = useUrlState();
  const open = useSession(id, initial);
  const { view, conversation, stream } = open;
  const [sent, setSent] = useState(0);
  const [target, setTarget] = useState<RowTarget>();
  const [span, setSpan] = useState<string>();
  const actions = useSessionActions(id, { onSent: () => setSent((before) => before + 1) });
  const rows = useMemo(() => conversationRows(conversation), [conversation]);
  const tab = tabOf(url.get("view"));
  const meters = useMeters(conversation, view.session);
  const search = useSessionSearch(rows, { onTarget: setTarget, enabled: tab === "conversation" });
  const setUrl = useRef(url.set);
  setUrl.current = url.set;
  const showTab = useCallback(
    (next: SessionTab) =>
      setUrl.current({ view: next === "conversation" ? null : next }, { push: true }),
    [],
  );
  const openTrace = useCallback(
    (toolUseId: string) => {
      setSpan(toolUseId);
      showTab("trace");
    },
    [showTab],
  );
  const latestRows = useRef(rows);
  latestRows.current = rows;
  const openCall = useCallback(
    (toolUseId: string) => {
      const row = latestRows.current.find(
        (each) =>
          each.kind === "message" &&
          each.item.blocks.some((block) => block.kind === "tool" && block.toolUseId === toolUseId),
      );
      if (row) setTarget({ rowKey: row.key, toolUseId, nonce: Date.now() });
      showTab("conversation");
    },
    [showTab],
  );
  const stale = stream !== "live" && stream !== "connecting";
  // Actions are made anew at each drawing; what they do never changes.
  const forkAt = useRef(actions.fork.run);
  forkAt.current = actions.fork.run;
  const mayFork = may(person.role, "agent.use") && view.session.home.kind === "local";
  const context = useMemo(
    () => ({
      view,
      stale,
      approvals: new Map(view.approvals.map((each) => [each.toolUseId, each])),
      target: target?.toolUseId,
      openTrace,
      fork: mayFork ? (seq: number) => forkAt.current({ sessionId: id, seq }) : undefined,
    }),
    [view, stale, target, openTrace, id, mayFork],
  );
  const mine = isOwner(view.session, person);
  return (
    <SessionProvider value={context}>
      <div className="flex h-[calc(100dvh-var(--bar)-2rem)] min-h-[28rem] flex-col gap-2">
        <SessionHead
          view={view}
          actions={actions}
          lastSeq={conversation.lastSeq}
          searching={search.open}
          onSearch={() => {
            showTab("conversation");
            search.toggle();
          }}
        />
        <SessionNotes open={open} actions={actions} />
        <SessionTabs
          tab={tab}
          stream={stream}
          onTab={(next) => {
            // Whoever comes back by the tab begins at the end, not where a search once led.
            setTarget(undefined);
            setSpan(undefined);
            showTab(next);
          }}
        />
        <div className="grid min-h-0 flex-1 gap-6 xl:grid-cols-[minmax(0,1fr)_18rem]">
          <div className="flex min-h-0 min-w-0 flex-col gap-2">
            {tab === "conversation" ? (
              <>
                {search.open ? (
                  <SearchBar
                    query={search.query}
                    found={search.found}
                    at={search.at}
                    onQuery={search.setQuery}
                    onStep={search.step}
                    onClose={search.close}
                  />
                ) : null}
                <ConversationList rows={rows} query={search.sought} target={target} />
                {mine ? (
                  <Composer
                    view={view}
                    meters={meters}
                    actions={actions}
                    sentCount={sent}
                    stale={stale}
                  />
                ) : (
                  <ReaderNote view={view} actions={actions} />
                )}
              </>
            ) : tab === "trace" ? (
              <TraceTab
                sessionId={id}
                version={conversation.lastSeq}
                toolUseId={span}
                onCall={openCall}
              />
            ) : tab === "files" ? (
              <FilesTab sessionId={id} version={conversation.lastSeq} />
            ) : (
              <div className="relative overflow-y-auto">
                <SessionSide view={view} meters={meters} />
              </div>
            )}
          </div>
          <aside
            aria-label="About this session"
            className="relative min-h-0 overflow-y-auto max-xl:hidden"
          >
            <SessionSide view={view} meters={meters} />
          </aside>
        </div>
      </div>
    </SessionProvider>
  );
}

const tabOf = (value: string | null): SessionTab =>
  value === "trace" || value === "files" || value === "about" ? value : "conversation";
