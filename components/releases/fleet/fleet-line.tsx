"use client";

import { StatusIcon } from "@/components/data/status-icon";
import { TextLink } from "@/components/data/text-link";
import { RevisionInline } from "@/components/releases/parts/revision-line";
import { useLive } from "@/components/shell/live/use-live";
import { plural } from "@/lib/platform/format";
import { routes } from "@/lib/platform/routes";
import { nothingDeployed, summariseFleet } from "@/lib/releases/fleet-summary";
import { topics } from "@/lib/releases/keys";
import type { FleetRef, FleetView } from "@/lib/releases/model";

/** What one deployment group runs right now, in a line: revision, how many of its instances, their health. */
export function FleetLine({ fleet }: { fleet: FleetRef }) {
  const live = useLive<FleetView>(topics.fleet(fleet.application, fleet.deploymentGroup));
  const data = live.snapshot?.data;
  const summary = data && summariseFleet(data);
  return (
    <li className="flex min-w-0 items-start gap-2">
      <StatusIcon tone={summary?.tone ?? "unknown"} className="mt-0.5" />
      <span className="min-w-0">
        <TextLink href={routes.fleet(fleet.application, fleet.deploymentGroup)}>
          {fleet.application} / {fleet.deploymentGroup}
        </TextLink>{" "}
        {!data || !summary ? (
          <span className="text-muted">
            {live.state === "error" ? "cannot be read now." : "is being read…"}
          </span>
        ) : data.instances.length === 0 ? (
          <span className="text-muted">
            {data.missing.length > 0 ? "cannot be read now." : "has no instances."}
          </span>
        ) : nothingDeployed(data) ? (
          <>
            has {plural(data.instances.length, "instance")}
            {summary.between > 0
              ? "; the first deployment is at work on them."
              : ", and nothing was deployed to them yet."}
          </>
        ) : (
          <>
            {summary.groups.length > 0 ? "runs " : ""}
            {summary.groups.map((group, index) => (
              <span key={group.revision?.id ?? "none"}>
                {index > 0 ? " and " : ""}
                <RevisionInline revision={group.revision} /> on {group.on} of{" "}
                {plural(group.of, "instance")}
              </span>
            ))}
            {summary.between > 0
              ? `${summary.groups.length > 0 ? "; " : "has "}${plural(summary.between, "instance")} between revisions`
              : ""}
            {summary.unwell > 0 ? `; ${summary.unwell} of them not healthy` : ""}
            {summary.rolledBack ? (
              <>
                {"; "}
                <TextLink href={routes.deployment(summary.rolledBack.by)}>
                  {summary.rolledBack.by}
                </TextLink>{" "}
                rolled back{" "}
                <TextLink href={routes.deployment(summary.rolledBack.of)}>
                  {summary.rolledBack.of}
                </TextLink>
              </>
            ) : null}
            .
          </>
        )}
        {live.state === "stale" ? (
          <span className="text-waiting"> (may be out of date)</span>
        ) : null}
      </span>
    </li>
  );
}
