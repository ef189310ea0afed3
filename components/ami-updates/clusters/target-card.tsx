"use client";

import { RolloutProgress } from "@/components/ami-updates/clusters/rollout-progress";
import { TargetActions } from "@/components/ami-updates/clusters/target-actions";
import { TargetState, whyOf } from "@/components/ami-updates/clusters/target-state";
import { ImageChange } from "@/components/ami-updates/parts/image-change";
import { RiskFigure } from "@/components/ami-updates/parts/risk";
import { Foreign } from "@/components/data/foreign";
import { StatusBadge } from "@/components/data/status-badge";
import { OutsideLink, TextLink } from "@/components/data/text-link";
import { rolloutLook } from "@/lib/ami-updates/looks";
import { updateShown } from "@/lib/ami-updates/update-shown";
import type { LaneTarget } from "@/lib/ami-updates/views";
import type { Role } from "@/lib/platform/permissions";
import { plainText } from "@/lib/platform/plain-text";
import { routes } from "@/lib/platform/routes";

/** One node class: its image, the recommended one, where it stands and what can be done. */
export function TargetCard({
  target,
  role,
  stale,
}: {
  target: LaneTarget;
  role: Role;
  stale: boolean;
}) {
  const { cluster, nodeClass, current, recommended, update, rollout } = target;
  const newer = recommended && target.state !== "up_to_date";
  const shown = (newer ? updateShown(target) : undefined) ?? (rollout ? update : undefined);
  return (
    <article className="grid gap-2 border-t p-3 first:border-t-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="min-w-0 font-semibold wrap-anywhere">
          {cluster} <span className="font-normal text-muted">/ {nodeClass}</span>
        </h3>
        <TargetState target={target} />
      </div>
      <div className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
        <ImageChange from={current} to={newer ? recommended : undefined} ageOf="from" />
      </div>
      <p className="text-muted">
        <Foreign text={whyOf(target)} />
      </p>
      {rollout && newer ? (
        <p className="flex flex-wrap items-center gap-x-2">
          <bdi>{plainText(current?.release ?? "What Git names")}</bdi>
          <StatusBadge {...rolloutLook(rollout)} size="sm" />
        </p>
      ) : null}
      {rollout ? <RolloutProgress replaced={rollout.replaced} total={rollout.total} /> : null}
      {shown ? (
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          {shown.risk === undefined ? null : <RiskFigure risk={shown.risk} />}
          <TextLink href={routes.amiProposal(shown.id)}>
            {shown.pull && !shown.decision ? "Open the proposal" : "Its analysis"}
          </TextLink>
          {rollout ? (
            <TextLink href={routes.amiRollout(cluster, nodeClass)}>Watch the rollout</TextLink>
          ) : null}
          {shown.pull ? (
            <OutsideLink href={shown.pull.url}>#{shown.pull.number}</OutsideLink>
          ) : null}
        </p>
      ) : null}
      {shown?.problem ? (
        <p role="status" className="text-waiting">
          <Foreign text={shown.problem} />
        </p>
      ) : null}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 empty:hidden">
        <TargetActions target={target} role={role} stale={stale} />
        {!rollout && update?.outcome ? (
          <TextLink href={routes.amiRollout(cluster, nodeClass)}>Its nodes</TextLink>
        ) : null}
      </div>
    </article>
  );
}
