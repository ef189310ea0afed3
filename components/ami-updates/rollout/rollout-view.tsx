"use client";

import Link from "next/link";
import { useMemo, useState } from "react";
import { RolloutProgress } from "@/components/ami-updates/clusters/rollout-progress";
import { ImageChange } from "@/components/ami-updates/parts/image-change";
import { ArgoPanel } from "@/components/ami-updates/rollout/argo-panel";
import { BudgetsPanel } from "@/components/ami-updates/rollout/budgets-panel";
import { EventsPanel } from "@/components/ami-updates/rollout/events-panel";
import { nodeColumns } from "@/components/ami-updates/rollout/node-columns";
import { NodeTroubles } from "@/components/ami-updates/rollout/node-troubles";
import { OutcomePanel } from "@/components/ami-updates/rollout/outcome-panel";
import { PhaseStrip } from "@/components/ami-updates/rollout/phase-strip";
import { PromisedPanel } from "@/components/ami-updates/rollout/promised-panel";
import { AsyncView } from "@/components/data/async-view";
import { EmptyState } from "@/components/data/empty-state";
import { MissingNote } from "@/components/data/missing-note";
import { PageHead } from "@/components/data/page-head";
import { Panel } from "@/components/data/panel";
import { StatusBadge } from "@/components/data/status-badge";
import { DataTable, type Sort } from "@/components/data/table";
import { TableSkeleton } from "@/components/data/table-skeleton";
import { OutsideLink, TextLink } from "@/components/data/text-link";
import { useLive } from "@/components/shell/live/use-live";
import { buttonClass } from "@/components/ui/button";
import { amiTopics } from "@/lib/ami-updates/keys";
import { rolloutLook } from "@/lib/ami-updates/looks";
import type { RolloutPageView } from "@/lib/ami-updates/views";
import type { Snapshot } from "@/lib/live/model";
import { plural } from "@/lib/platform/format";
import type { Role } from "@/lib/platform/permissions";
import { plainText } from "@/lib/platform/plain-text";
import { routes } from "@/lib/platform/routes";

/** Nodes from the old image to the new one, live. */
export function RolloutView({
  cluster,
  nodeClass,
  role,
  initial,
}: {
  cluster: string;
  nodeClass: string;
  role: Role;
  initial?: Snapshot<RolloutPageView> | undefined;
}) {
  const live = useLive<RolloutPageView>(amiTopics.rollout(cluster, nodeClass), initial);
  const title = `${cluster} / ${nodeClass}`;
  if (live.state === "error" && live.problem?.code === "not_found")
    return (
      <div className="grid gap-3">
        <h1>{title}</h1>
        <EmptyState
          title="There is no such node class here"
          action={
            <Link href={routes.amiUpdates()} className={buttonClass()}>
              All clusters
            </Link>
          }
        >
          The configuration of AMI updates does not name it; it may have been taken out.
        </EmptyState>
      </div>
    );
  return (
    <AsyncView
      {...live}
      title={title}
      skeleton={
        <div className="grid gap-3">
          <h1>{title}</h1>
          <TableSkeleton rows={12} />
        </div>
      }
    >
      {(view) => <Rollout view={view} title={title} role={role} stale={live.state !== "live"} />}
    </AsyncView>
  );
}

function Rollout({
  view: { rollout, promised, update },
  title,
  role,
  stale,
}: {
  view: RolloutPageView;
  title: string;
  role: Role;
  stale: boolean;
}) {
  const underWay = rollout.updateId !== undefined;
  const columns = useMemo(() => nodeColumns(promised, underWay), [promised, underWay]);
  const [sort, setSort] = useState<Sort | null>(null);
  return (
    <div className="grid gap-3">
      <PageHead title={title} status={<StatusBadge {...rolloutLook(rollout)} />}>
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="text-muted">{rollout.environment}</span>
          {rollout.from ? <ImageChange from={rollout.from} to={rollout.to} /> : null}
          {rollout.pull ? (
            <OutsideLink href={rollout.pull.url}>#{rollout.pull.number}</OutsideLink>
          ) : null}
          {update ? <TextLink href={routes.amiProposal(update.id)}>The proposal</TextLink> : null}
          {underWay ? null : <TextLink href={routes.amiUpdates()}>How all clusters stand</TextLink>}
        </p>
      </PageHead>
      <MissingNote missing={rollout.missing.map(plainText)} />
      <OutcomePanel rollout={rollout} role={role} stale={stale} />
      {underWay ? <PhaseStrip rollout={rollout} /> : null}
      <Panel
        title="Nodes"
        flush
        aside={
          underWay ? (
            <span className="w-56">
              <RolloutProgress replaced={rollout.replaced} total={rollout.total} />
            </span>
          ) : rollout.unread ? null : (
            <span className="text-meta text-muted">{plural(rollout.total, "node")}</span>
          )
        }
      >
        {rollout.nodes.length === 0 ? (
          <p className="p-3 text-muted">
            {rollout.unread
              ? "Which nodes there are is not known now."
              : "The cluster has no node of this class now."}
          </p>
        ) : (
          <DataTable
            label="Nodes"
            columns={columns}
            rows={rollout.nodes}
            rowKey={({ claim }) => claim}
            holdFor="nodes"
            sort={sort}
            onSort={setSort}
            className="rounded-none border-0"
          />
        )}
        <NodeTroubles nodes={rollout.nodes} />
      </Panel>
      <div className="grid items-start gap-3 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <EventsPanel events={rollout.events} unread={rollout.unread} />
        <div className="grid min-w-0 gap-3">
          <ArgoPanel argo={rollout.argo} merges={underWay} />
          <BudgetsPanel budgets={rollout.budgets} unread={rollout.unread} />
          {underWay ? <PromisedPanel promised={promised} /> : null}
        </div>
      </div>
    </div>
  );
}
