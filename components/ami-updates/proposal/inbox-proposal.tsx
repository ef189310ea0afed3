"use client";

import { useId } from "react";
import { ImageChange } from "@/components/ami-updates/parts/image-change";
import { Risk } from "@/components/ami-updates/parts/risk";
import { ChangePanel } from "@/components/ami-updates/proposal/change-panel";
import { DecideBar } from "@/components/ami-updates/proposal/decide-bar";
import { effectWords } from "@/components/ami-updates/proposal/effect-panel";
import { FactorList } from "@/components/ami-updates/proposal/factor-list";
import { Foreign } from "@/components/data/foreign";
import { StatusBadge } from "@/components/data/status-badge";
import { OutsideLink, TextLink } from "@/components/data/text-link";
import { Elapsed, Timestamp } from "@/components/data/timestamp";
import { Button } from "@/components/ui/button";
import { URGENCY_LABEL, VERDICT_LOOK } from "@/lib/ami-updates/looks";
import { packageSummary } from "@/lib/ami-updates/package-rows";
import type { ProposalView } from "@/lib/ami-updates/views";
import type { InboxItem } from "@/lib/inbox/model";
import { routes } from "@/lib/platform/routes";

/** The inbox's card for the kind `ami-proposal`: what, where, risk, what changes, what merging does. */
export function InboxProposal({
  item,
  stale,
  gone,
  decided,
  confirmedAt,
  onDecided,
  onDismiss,
}: {
  item: InboxItem;
  stale: boolean;
  gone: boolean;
  decided: string | undefined;
  confirmedAt: string | undefined;
  onDecided: (words: string) => void;
  onDismiss: () => void;
}) {
  const id = useId();
  const view = item.detail as ProposalView;
  const { update, analysis, effect } = view;
  const page = routes.amiProposal(update.id);
  const strongest = [...(analysis?.factors ?? [])].sort((a, b) => b.risk - a.risk).slice(0, 3);
  return (
    <article aria-labelledby={id} className="min-w-0 rounded-md border border-line-strong bg-page">
      <header className="grid gap-1 border-b p-3">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h2 id={id} className="min-w-0 text-[15px] leading-6 wrap-anywhere">
            {item.title}
          </h2>
          <StatusBadge
            tone={decided ? "succeeded" : gone ? "stopped" : "waiting"}
            label={decided ?? (gone ? "No longer waits" : "Waiting for a decision")}
          />
        </div>
        <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1 text-meta text-muted">
          <span>{item.place}</span>
          {update.pull ? (
            <OutsideLink href={update.pull.url}>#{update.pull.number}</OutsideLink>
          ) : null}
          {item.waitingSince && !gone ? (
            <span>
              Waiting for <Elapsed since={item.waitingSince} />
            </span>
          ) : null}
          <span>
            Evidence read <Timestamp at={confirmedAt} />
          </span>
        </p>
      </header>
      <div className="grid gap-3 p-3">
        {gone ? (
          <div
            role="status"
            className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md border bg-raised px-3 py-2"
          >
            <p className="min-w-0 flex-1 basis-60">
              {decided
                ? `${decided}.`
                : "This no longer waits: it was decided elsewhere, or a newer image took its place."}
            </p>
            <TextLink
              href={
                decided === "Merged by you"
                  ? routes.amiRollout(update.cluster, update.nodeClass)
                  : page
              }
            >
              {decided === "Merged by you" ? "Watch the rollout" : "Open it"}
            </TextLink>
            <Button size="sm" variant="ghost" onClick={onDismiss}>
              Done
            </Button>
          </div>
        ) : null}
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <ImageChange from={update.from} to={update.to} />
        </p>
        {analysis ? (
          <>
            <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
              <Risk risk={analysis.risk} size="lg" />
              <StatusBadge {...VERDICT_LOOK[analysis.verdict]} />
              <span className="text-muted">
                Urgency of security fixes: {URGENCY_LABEL[analysis.urgency].toLowerCase()}
              </span>
            </div>
            <p>
              <Foreign text={analysis.summary} />
            </p>
            <FactorList factors={strongest} label="The strongest factors" />
            <p className="text-muted">
              Packages: {packageSummary(analysis.packages)}.{" "}
              <TextLink href={page}>All the evidence</TextLink>
            </p>
          </>
        ) : null}
        {update.proposal ? <ChangePanel change={update.proposal} dryRun={false} /> : null}
        {effect && !gone ? (
          <ul className="grid gap-1">
            {effectWords(effect).map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        ) : null}
      </div>
      {gone ? null : <DecideBar view={view} stale={stale} onDecided={onDecided} />}
    </article>
  );
}
