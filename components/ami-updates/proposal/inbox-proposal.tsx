"use client";

import { ImageChange } from "@/components/ami-updates/parts/image-change";
import { Risk } from "@/components/ami-updates/parts/risk";
import { ChangePanel } from "@/components/ami-updates/proposal/change-panel";
import { DecideBar } from "@/components/ami-updates/proposal/decide-bar";
import { effectWords } from "@/components/ami-updates/proposal/effect-panel";
import { FactorList } from "@/components/ami-updates/proposal/factor-list";
import { Foreign } from "@/components/data/foreign";
import type { InboxCardProps } from "@/components/data/inbox-card";
import { MissingNote } from "@/components/data/missing-note";
import { StatusBadge } from "@/components/data/status-badge";
import { OutsideLink, TextLink } from "@/components/data/text-link";
import { Timestamp } from "@/components/data/timestamp";
import { GoneLine, WaitingCard, WaitingFor } from "@/components/data/waiting-card";
import { URGENCY_LABEL, VERDICT_LOOK } from "@/lib/ami-updates/looks";
import { packageSummary } from "@/lib/ami-updates/package-rows";
import type { ProposalView } from "@/lib/ami-updates/views";
import { plainText } from "@/lib/platform/plain-text";
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
}: InboxCardProps) {
  const view = item.detail as ProposalView;
  const { update, analysis, effect } = view;
  const page = routes.amiProposal(update.id);
  const strongest = [...(analysis?.factors ?? [])].sort((a, b) => b.risk - a.risk).slice(0, 3);
  return (
    <WaitingCard
      title={item.title}
      facts={
        <>
          <span>{item.place}</span>
          {update.pull ? (
            <OutsideLink href={update.pull.url}>#{update.pull.number}</OutsideLink>
          ) : null}
          <WaitingFor since={item.waitingSince} gone={gone} />
          {confirmedAt ? (
            <span>
              Evidence read <Timestamp at={confirmedAt} />
            </span>
          ) : null}
        </>
      }
      gone={gone}
      decided={decided}
    >
      <div className="grid gap-3 p-3">
        <MissingNote missing={gone ? [] : view.missing.map(plainText)} />
        {gone ? (
          <GoneLine
            words={
              decided
                ? `${decided}.`
                : "This no longer waits: it was decided elsewhere, or a newer image took its place."
            }
            follow={
              decided === "Merged by you"
                ? {
                    href: routes.amiRollout(update.cluster, update.nodeClass),
                    label: "Watch the rollout",
                  }
                : { href: page, label: "Open it" }
            }
            onDismiss={onDismiss}
          />
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
    </WaitingCard>
  );
}
