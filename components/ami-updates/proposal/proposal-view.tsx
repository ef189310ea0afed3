"use client";

import dynamic from "next/dynamic";
import Link from "next/link";
import { ImageChange } from "@/components/ami-updates/parts/image-change";
import { ChangePanel } from "@/components/ami-updates/proposal/change-panel";
import { DecideBar } from "@/components/ami-updates/proposal/decide-bar";
import { DeliveriesPanel } from "@/components/ami-updates/proposal/deliveries-panel";
import { EarlierPanel } from "@/components/ami-updates/proposal/earlier-panel";
import { EffectPanel } from "@/components/ami-updates/proposal/effect-panel";
import { useMoreActions } from "@/components/ami-updates/proposal/more-actions";
import { PackagesPanel } from "@/components/ami-updates/proposal/packages-panel";
import { PullPanel, PullUnread } from "@/components/ami-updates/proposal/pull-panel";
import { ReleasesPanel } from "@/components/ami-updates/proposal/releases-panel";
import { ScorePanel } from "@/components/ami-updates/proposal/score-panel";
import { SecurityPanel } from "@/components/ami-updates/proposal/security-panel";
import { StandingNotes } from "@/components/ami-updates/proposal/standing-notes";
import { AsyncView } from "@/components/data/async-view";
import { EmptyState } from "@/components/data/empty-state";
import { Foreign } from "@/components/data/foreign";
import { MissingNote } from "@/components/data/missing-note";
import { PageHead } from "@/components/data/page-head";
import { Panel } from "@/components/data/panel";
import { StatusBadge } from "@/components/data/status-badge";
import { TextLink } from "@/components/data/text-link";
import { Timestamp } from "@/components/data/timestamp";
import { useLive } from "@/components/shell/live/use-live";
import { buttonClass } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { amiTopics } from "@/lib/ami-updates/keys";
import { updateLook } from "@/lib/ami-updates/looks";
import type { ProposalView as View } from "@/lib/ami-updates/views";
import type { Snapshot } from "@/lib/live/model";
import { plainText } from "@/lib/platform/plain-text";
import { routes } from "@/lib/platform/routes";

/** Below everything else, and its reader is large: it comes when the rest is there. */
const NotesPanel = dynamic(
  () => import("@/components/ami-updates/proposal/notes-panel").then((module) => module.NotesPanel),
  { ssr: false, loading: () => <Skeleton className="h-[32rem]" /> },
);

/** One update of one node class: what changes, how risky it is and why, what merging does. */
export function ProposalView({
  id,
  initial,
}: {
  id: string;
  initial?: Snapshot<View> | undefined;
}) {
  const live = useLive<View>(amiTopics.proposal(id), initial);
  if (live.state === "error" && live.problem?.code === "not_found")
    return (
      <div className="grid gap-3">
        <h1>Proposal</h1>
        <EmptyState
          title="There is no proposal of that id"
          action={
            <Link href={routes.amiHistory()} className={buttonClass()}>
              The history
            </Link>
          }
        >
          The address may be cut short; every update ever found is in the history.
        </EmptyState>
      </div>
    );
  return (
    <AsyncView {...live} title="Proposal" skeleton={<ProposalSkeleton />}>
      {(view) => <Proposal view={view} stale={live.state !== "live"} />}
    </AsyncView>
  );
}

function ProposalSkeleton() {
  return (
    <div className="grid gap-3">
      <h1>Proposal</h1>
      <div className="grid gap-3 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid gap-3">
          <Skeleton className="h-40" />
          <Skeleton className="h-64" />
        </div>
        <Skeleton className="h-64 max-xl:hidden" />
      </div>
    </div>
  );
}

function Proposal({ view, stale }: { view: View; stale: boolean }) {
  const { update, analysis, pull, effect } = view;
  const more = useMoreActions(view, stale);
  const open = !update.decision && !update.dryRun && update.pull !== undefined;
  return (
    <div className="grid gap-3">
      <PageHead
        title={`${update.to.release} for ${update.cluster} / ${update.nodeClass}`}
        status={
          update.dryRun ? (
            <StatusBadge tone="skipped" label="Dry run" />
          ) : (
            <StatusBadge
              {...updateLook({
                ...update,
                ...(analysis && { risk: analysis.risk }),
                ...(analysis?.autoRejected && { autoRejected: analysis.autoRejected }),
              })}
            />
          )
        }
        actions={more.buttons}
      >
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="text-muted">{update.environment}</span>
          <ImageChange from={update.from} to={update.to} />
          <span className="text-muted">
            {startedWords(update.startedBy)} <Timestamp at={update.createdAt} />
          </span>
          {update.decision === "merged" || update.decision === "auto_merged" ? (
            <TextLink href={routes.amiRollout(update.cluster, update.nodeClass)}>
              Watch the rollout
            </TextLink>
          ) : null}
        </p>
      </PageHead>
      {more.below}
      <MissingNote missing={view.missing.map(plainText)} />
      <StandingNotes view={view} />
      <div className="grid items-start gap-3 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid min-w-0 gap-3">
          {analysis ? (
            <ScorePanel analysis={analysis} />
          ) : (
            <Panel stacked title="Score">
              <p className="text-muted">It is being analysed; the score appears here by itself.</p>
            </Panel>
          )}
        </div>
        {/* After the score on the phone, beside everything from 1280 px. */}
        <div className="grid min-w-0 content-start gap-3 xl:sticky xl:top-15 xl:col-start-2 xl:row-span-2 xl:row-start-1 xl:max-h-[calc(100dvh-5rem)] xl:overflow-y-auto">
          {effect ? <EffectPanel effect={effect} /> : null}
          {open ? (
            <div className="rounded-md border border-line-strong max-md:hidden">
              <DecideBar view={view} stale={stale} />
            </div>
          ) : null}
          {pull ? (
            <PullPanel pull={pull} />
          ) : update.pull ? (
            <PullUnread pull={update.pull} />
          ) : null}
          <DeliveriesPanel deliveries={view.deliveries} dryRun={update.dryRun} />
          <EarlierPanel earlier={view.earlier} />
        </div>
        <div className="grid min-w-0 gap-3">
          {update.proposal ? <ChangePanel change={update.proposal} dryRun={update.dryRun} /> : null}
          {analysis ? (
            <>
              <PackagesPanel packages={analysis.packages} notes={analysis.notes} />
              <SecurityPanel findings={analysis.security} />
              <ReleasesPanel releases={analysis.releases} />
              <NotesPanel updateId={update.id} releases={analysis.releases} />
            </>
          ) : null}
        </div>
      </div>
      {open ? (
        <div className="sticky bottom-0 z-10 -mx-4 border-t bg-page md:hidden">
          <DecideBar view={view} stale={stale} />
        </div>
      ) : null}
    </div>
  );
}

function startedWords(startedBy: string) {
  const known: Record<string, string> = {
    schedule: "Found by the schedule",
    event: "Found by an event",
    promotion: "Promoted",
  };
  return known[startedBy] ? (
    known[startedBy]
  ) : (
    <>
      Started by <Foreign text={startedBy} />
    </>
  );
}
