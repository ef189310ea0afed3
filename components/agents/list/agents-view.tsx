"use client";

import { Plus } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useRef } from "react";
import { AgentRow, ROW_COLUMNS } from "@/components/agents/list/agent-row";
import { AgentsSkeleton } from "@/components/agents/list/agents-skeleton";
import { RetiredAgents } from "@/components/agents/list/retired-agents";
import { OffNote } from "@/components/agents/parts/off-note";
import { SwitchAllOff } from "@/components/agents/parts/switch-off";
import { StartSession } from "@/components/agents/session/start-session";
import { AsyncView } from "@/components/data/async-view";
import { EmptyState } from "@/components/data/empty-state";
import { MissingNote } from "@/components/data/missing-note";
import { PageHead } from "@/components/data/page-head";
import { useHeldRows } from "@/components/data/use-held-rows";
import { useListKeys } from "@/components/data/use-list-keys";
import { useUrlState } from "@/components/data/use-url-state";
import { useLive } from "@/components/shell/live/use-live";
import { useShell } from "@/components/shell/shell-state";
import { Button, buttonClass } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { canSaveAgent } from "@/lib/agents/eligibility";
import { agentTopics } from "@/lib/agents/keys";
import type { AgentSummary, AgentsView as View } from "@/lib/agents/views";
import type { Snapshot } from "@/lib/live/model";
import { plainText } from "@/lib/platform/plain-text";
import { routes } from "@/lib/platform/routes";

const StartDialog = dynamic(
  () => import("@/components/agents/session/start-dialog").then((module) => module.StartDialog),
  { ssr: false },
);

/** From so many on the list can be filtered. */
const FILTER_FROM = 8;
const HEADS = ["Agent", "May use", "Runs", "Last run", "Last 30 days", ""];

/** All agents: what each may do, how it stands, what it used. */
export function AgentsView({ initial }: { initial?: Snapshot<View> | undefined }) {
  const live = useLive<View>(agentTopics.overview(), initial);
  return (
    <AsyncView {...live} title="Agents" skeleton={<AgentsSkeleton />}>
      {(view) => <Agents view={view} />}
    </AsyncView>
  );
}

function Agents({ view: { agents, retired = [], switchedOff, missing } }: { view: View }) {
  const url = useUrlState();
  const { person } = useShell();
  const text = (url.get("text") ?? "").trim().toLowerCase();
  const found = agents.filter((agent) => wordsOf(agent).includes(text));
  const list = useRef<HTMLDivElement>(null);
  useListKeys(list);
  const held = useHeldRows(found, ({ agent }) => agent, `agents ${text}`);
  const starting = url.get("start");
  const makes = canSaveAgent(person).allowed ? <NewAgent /> : null;
  const startable = agents.filter(({ problem }) => !problem);
  return (
    <div className="grid gap-3">
      <PageHead
        title="Agents"
        actions={
          <>
            {makes}
            <StartSession agents={startable} />
            {switchedOff || agents.length === 0 ? null : (
              <span className="grid sm:ml-3">
                <SwitchAllOff agents={agents} />
              </span>
            )}
          </>
        }
      />
      {switchedOff ? <OffNote off={switchedOff} /> : null}
      <MissingNote missing={missing.map(plainText)} />
      {agents.length >= FILTER_FROM ? (
        <Input
          type="search"
          aria-label="Filter agents"
          placeholder="Filter by name, model or what it is for"
          className="sm:max-w-80"
          value={url.get("text") ?? ""}
          onChange={(event) => url.set({ text: event.target.value || null }, { delayMs: 300 })}
        />
      ) : null}
      {agents.length === 0 ? (
        <EmptyState title="No agent yet" action={makes}>
          An agent is a folder with what it is for, which model it asks and which tools it may use.
          Folders of <code className="font-mono text-meta">SWITCHYARD_AGENTS_DIR</code> appear here
          by themselves{makes ? "; or make one on the screen" : ""}.
        </EmptyState>
      ) : found.length === 0 ? (
        <EmptyState
          title="No agent matches"
          action={<Button onClick={() => url.set({ text: null })}>Show all agents</Button>}
        />
      ) : (
        <div className="rounded-md border">
          <div
            aria-hidden="true"
            className={`hidden h-8 items-center gap-x-4 rounded-t-md border-b bg-raised px-3 text-meta text-muted lg:grid ${ROW_COLUMNS}`}
          >
            {HEADS.map((head) => (
              <span key={head} className={head === "Last 30 days" ? "text-end" : undefined}>
                {head}
              </span>
            ))}
          </div>
          {held.waiting > 0 ? (
            <p className="border-b p-2 text-center">
              <Button size="sm" onClick={held.release}>
                {held.waiting} new
              </Button>
            </p>
          ) : null}
          <div ref={list} {...held.over} className="divide-y">
            {held.rows.map((agent) => (
              <AgentRow key={agent.agent} agent={agent} />
            ))}
          </div>
        </div>
      )}
      <RetiredAgents retired={retired} />
      {starting && startable.length > 0 ? (
        <StartDialog
          agents={startable}
          agent={startable.some(({ agent }) => agent === starting) ? starting : ""}
          onClose={() => url.set({ start: null })}
        />
      ) : null}
    </div>
  );
}

const wordsOf = ({ title, description, model }: AgentSummary): string =>
  `${title} ${description ?? ""} ${model?.modelId ?? ""}`.toLowerCase();

function NewAgent() {
  return (
    <Link href={routes.agentNew()} prefetch={false} className={buttonClass()}>
      <Plus aria-hidden="true" className="size-4" />
      New agent
    </Link>
  );
}
