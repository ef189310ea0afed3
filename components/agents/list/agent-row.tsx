"use client";

import { Cloud, Server } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { AgentStatus } from "@/components/agents/list/agent-status";
import { LastSession } from "@/components/agents/list/last-session";
import { ClassCounts } from "@/components/agents/parts/class-counts";
import { SwitchOff } from "@/components/agents/parts/switch-off";
import { SwitchOn } from "@/components/agents/parts/switch-on";
import { StartSession } from "@/components/agents/session/start-session";
import { Foreign } from "@/components/data/foreign";
import { limitWords } from "@/lib/agents/agent-words";
import { costWords } from "@/lib/agents/cost-words";
import { ISOLATION_LABEL } from "@/lib/agents/session-looks";
import type { AgentSummary } from "@/lib/agents/views";
import { plural } from "@/lib/platform/format";
import { plainText } from "@/lib/platform/plain-text";
import { routes } from "@/lib/platform/routes";

/** Columns from 1024 px; below, the parts stand under each other. */
export const ROW_COLUMNS =
  "lg:grid-cols-[minmax(0,1.6fr)_8.5rem_minmax(0,1.35fr)_minmax(0,1fr)_7.5rem_8rem]";

/** One agent: what it is, may do, where and how far, how it stands, what it used, and what one can do. */
export function AgentRow({ agent }: { agent: AgentSummary }) {
  const { home, used, limits } = agent;
  const broken = agent.version === undefined && home.kind === "local";
  const may = limits ? limitWords(limits) : [];
  const Place = home.kind === "local" ? Server : Cloud;
  return (
    <article
      aria-label={plainText(agent.title)}
      className={`relative grid gap-x-4 gap-y-2.5 p-3 hover:bg-hover ${ROW_COLUMNS}`}
    >
      <div className="grid min-w-0 content-start gap-0.5">
        <div className="flex flex-wrap items-center gap-x-3">
          <h2 className="min-w-0 text-[15px] leading-6 wrap-anywhere">
            <Link
              href={routes.agent(agent.agent)}
              prefetch={false}
              data-list-row=""
              className="after:absolute after:inset-0 hover:text-accent"
            >
              <bdi>{plainText(agent.title)}</bdi>
            </Link>
          </h2>
          <AgentStatus agent={agent} />
        </div>
        {agent.description ? (
          <p className="line-clamp-3 max-w-prose text-muted">
            <Foreign text={agent.description} />
          </p>
        ) : null}
        {agent.problem ? (
          <p className="text-failed">
            <Foreign text={agent.problem} />
          </p>
        ) : null}
      </div>
      <Part name="May use">
        {broken ? (
          <span className="text-muted">Not known</span>
        ) : home.kind === "local" ? (
          <ClassCounts tools={agent.tools} />
        ) : (
          <span className="text-muted">What is set up on AgentCore</span>
        )}
      </Part>
      <Part name="Runs">
        <span className="flex items-center gap-1.5">
          <Place aria-hidden="true" className="size-3.5 shrink-0 text-muted" />
          {home.kind === "local" ? "Here" : `On AgentCore, ${home.what}`}
        </span>
        {agent.isolation && !broken ? (
          <span className="text-muted">{ISOLATION_LABEL[agent.isolation]}</span>
        ) : null}
        {agent.model ? (
          <span className="truncate text-muted" data-tip={agent.model.modelId}>
            {agent.model.modelId}
          </span>
        ) : null}
        {may.length > 0 ? (
          <span className="text-muted">Up to {may.slice(0, 2).join(" · ")} a run</span>
        ) : null}
      </Part>
      <Part name="Last run">
        <LastSession agent={agent} />
      </Part>
      <Part name="Last 30 days" end>
        {used.sessions === 0 ? (
          <span className="text-muted">Not used</span>
        ) : (
          <>
            <span>{costWords(used, home) ?? "Cost not known"}</span>
            <span className="text-muted">{plural(used.totalTokens, "token")}</span>
            <span className="text-muted">{plural(used.sessions, "session")}</span>
          </>
        )}
      </Part>
      <div className="relative z-1 flex flex-wrap content-start gap-2 max-lg:mt-0.5 lg:grid lg:justify-items-stretch">
        {broken ? null : (
          <StartSession agents={[agent]} agent={agent.agent} variant="secondary" size="sm" />
        )}
        {agent.switchedOff || broken ? null : <SwitchOff agent={agent} size="sm" />}
        {agent.switchedOff?.agent ? <SwitchOn agent={agent.agent} /> : null}
      </div>
    </article>
  );
}

/** A part of the row; its name stands above it where the columns have no heads. */
function Part({ name, end, children }: { name: string; end?: boolean; children: ReactNode }) {
  return (
    <div
      className={`grid min-w-0 content-start max-lg:grid-cols-[6.5rem_minmax(0,1fr)] ${end ? "tabular-nums lg:justify-items-end lg:text-end" : ""}`}
    >
      <span className="text-meta leading-5 text-muted lg:sr-only">{name}</span>
      <div
        className={`grid min-w-0 content-start max-lg:flex max-lg:flex-wrap max-lg:gap-x-3 ${end ? "lg:justify-items-end" : ""}`}
      >
        {children}
      </div>
    </div>
  );
}
