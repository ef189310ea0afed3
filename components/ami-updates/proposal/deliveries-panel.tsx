import { Foreign } from "@/components/data/foreign";
import { Panel } from "@/components/data/panel";
import { StatusBadge } from "@/components/data/status-badge";
import { Timestamp } from "@/components/data/timestamp";
import type { DeliveryLine } from "@/lib/ami-updates/views";
import { plural } from "@/lib/platform/format";
import type { Tone } from "@/lib/platform/status";

const LOOK: Record<DeliveryLine["state"], { tone: Tone; label: string }> = {
  pending: { tone: "queued", label: "Pending" },
  sent: { tone: "succeeded", label: "Sent" },
  failed: { tone: "failed", label: "Failed" },
};
const CHANNEL: Record<string, string> = { sns: "SNS", slack: "Slack" };

/** Who was told what, and whether it arrived. */
export function DeliveriesPanel({
  deliveries,
  dryRun,
}: {
  deliveries: readonly DeliveryLine[];
  dryRun: boolean;
}) {
  return (
    <Panel stacked title="Notifications">
      {deliveries.length === 0 ? (
        <p className="text-muted">{dryRun ? "A dry run tells nobody." : "Nobody was told yet."}</p>
      ) : (
        <ul className="grid gap-2">
          {deliveries.map(
            ({ id, kind, channel, state, attempts, lastError, createdAt, sentAt }) => (
              <li key={id} className="grid gap-0.5">
                <span className="flex flex-wrap items-center gap-x-3">
                  <StatusBadge {...LOOK[state]} size="sm" />
                  <span>
                    {CHANNEL[channel] ?? channel}: {kind}
                  </span>
                  <Timestamp at={sentAt ?? createdAt} className="ml-auto text-meta text-muted" />
                </span>
                {lastError && state !== "sent" ? (
                  <span className="text-meta text-muted">
                    {plural(attempts, "attempt")}: <Foreign text={lastError} />
                  </span>
                ) : null}
              </li>
            ),
          )}
        </ul>
      )}
    </Panel>
  );
}
