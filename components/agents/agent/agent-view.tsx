"use client";

import { Pencil } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { AboutPanel } from "@/components/agents/agent/about-panel";
import { type AgentTab, AgentTabs, tabOf } from "@/components/agents/agent/agent-tabs";
import { Downloads } from "@/components/agents/agent/downloads";
import { MayPanels } from "@/components/agents/agent/may-panels";
import { RunsPanel } from "@/components/agents/agent/runs-panel";
import { AgentStatus } from "@/components/agents/list/agent-status";
import { OffNote } from "@/components/agents/parts/off-note";
import { RetirePanel } from "@/components/agents/parts/retire-agent";
import { RetiredNote } from "@/components/agents/parts/retired-note";
import { SwitchOff } from "@/components/agents/parts/switch-off";
import { StartSession } from "@/components/agents/session/start-session";
import { AsyncView } from "@/components/data/async-view";
import { Foreign } from "@/components/data/foreign";
import { MissingNote } from "@/components/data/missing-note";
import { PageHead } from "@/components/data/page-head";
import { ProblemNote } from "@/components/data/problem-note";
import { useRead } from "@/components/data/use-read";
import { useUrlState } from "@/components/data/use-url-state";
import { useLive } from "@/components/shell/live/use-live";
import { useShell } from "@/components/shell/shell-state";
import { buttonClass } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { canSaveAgent } from "@/lib/agents/eligibility";
import { agentKeys, agentTopics } from "@/lib/agents/keys";
import { sessionReadUrls } from "@/lib/agents/read-urls";
import type { AgentSummary, AgentsView, RetiredAgent, AgentView as View } from "@/lib/agents/views";
import { plainText } from "@/lib/platform/plain-text";
import { routes } from "@/lib/platform/routes";

const waits = () => <Skeleton className="h-96" />;
const InstructionsPanel = dynamic(
  () => import("@/components/agents/agent/instructions-panel").then((m) => m.InstructionsPanel),
  { loading: waits },
);
const MemoryPanel = dynamic(
  () => import("@/components/agents/memory/memory-panel").then((m) => m.MemoryPanel),
  { loading: waits },
);
const VersionsPanel = dynamic(
  () => import("@/components/agents/agent/versions-panel").then((m) => m.VersionsPanel),
  { loading: waits },
);

/** One agent: all that it may do, its instructions, runs, memory and versions. */
export function AgentView({ agent, initial }: { agent: string; initial: View }) {
  const url = useUrlState();
  const { person } = useShell();
  const read = useRead<View>(agentKeys.agent(agent), sessionReadUrls.agent(agent), { initial });
  const live = useLive<AgentsView>(agentTopics.overview());
  const view = read.data ?? initial;
  // What changes by itself comes by the stream; what it may do changes with its version only.
  const now = live.snapshot?.data;
  const gone = now?.retired?.find((each) => each.agent === agent);
  const summary = gone
    ? { ...view.summary, switchedOff: gone }
    : (now?.agents.find((each) => each.agent === agent) ?? view.summary);
  const retired = retirementIn(summary);
  const manages = canSaveAgent(person).allowed;
  const local = summary.home.kind === "local";
  const tabs: readonly AgentTab[] = local
    ? [
        "may",
        "instructions",
        "runs",
        ...(view.memory.longTerm ? (["memory"] as const) : []),
        "versions",
      ]
    : ["may", "runs"];
  const wanted = tabOf(url.get("view"));
  const tab = tabs.includes(wanted) ? wanted : "may";
  return (
    <div className="grid gap-3">
      <PageHead
        title={<bdi>{plainText(summary.title)}</bdi>}
        status={
          <>
            <AgentStatus agent={summary} />
            {summary.version === undefined ? null : (
              <span className="text-muted">Version {summary.version}</span>
            )}
          </>
        }
        actions={
          <>
            {local && manages && !retired ? (
              <Link href={routes.agentEdit(agent)} prefetch={false} className={buttonClass()}>
                <Pencil aria-hidden="true" className="size-3.5" />
                Edit
              </Link>
            ) : null}
            {retired ? null : <StartSession agents={[summary]} agent={agent} />}
            {summary.switchedOff ? null : (
              <span className="grid sm:ml-3">
                <SwitchOff agent={summary} />
              </span>
            )}
          </>
        }
      >
        {summary.description ? (
          <p className="max-w-prose text-muted">
            <Foreign text={summary.description} />
          </p>
        ) : null}
      </PageHead>
      {retired ? (
        <RetiredNote
          retired={retired}
          version={tab === "versions" ? undefined : summary.version}
          inFolder={view.inFolder}
        />
      ) : summary.switchedOff ? (
        <OffNote off={summary.switchedOff} />
      ) : null}
      {summary.problem ? <ProblemNote problem={{ message: plainText(summary.problem) }} /> : null}
      <MissingNote missing={view.missing.map(plainText)} />
      {read.state === "error" && read.problem ? (
        <ProblemNote problem={read.problem} onRetry={read.retry} />
      ) : null}
      <AgentTabs
        tab={tab}
        tabs={tabs}
        onTab={(next) => url.set({ view: next === "may" ? null : next }, { push: true })}
      />
      <AsyncView {...live} state={live.state === "stale" ? "stale" : "live"} skeleton={null}>
        {tab === "may" ? (
          <div className="grid gap-4 xl:grid-cols-[minmax(0,1fr)_20rem] xl:grid-rows-[auto_1fr]">
            <div className="grid min-w-0 content-start gap-4 xl:row-span-2">
              <MayPanels view={view} />
            </div>
            <aside
              aria-label="About this agent"
              className="grid content-start gap-4 max-xl:-order-1"
            >
              <AboutPanel view={{ ...view, summary }} />
              {local ? <Downloads agent={agent} /> : null}
            </aside>
            {local && manages && !retired && summary.version !== undefined ? (
              <div className="self-start xl:col-start-2">
                <RetirePanel agent={summary} version={summary.version} inFolder={view.inFolder} />
              </div>
            ) : null}
          </div>
        ) : tab === "instructions" ? (
          <InstructionsPanel view={view} />
        ) : tab === "runs" ? (
          <RunsPanel agent={summary} sessions={view.sessions} />
        ) : tab === "memory" ? (
          <MemoryPanel agent={agent} />
        ) : (
          <VersionsPanel agent={agent} newest={summary.version} retired={retired !== undefined} />
        )}
      </AsyncView>
    </div>
  );
}

const retirementIn = ({ agent, switchedOff }: AgentSummary): RetiredAgent | undefined =>
  switchedOff?.retired ? { ...switchedOff, agent, retired: true } : undefined;
