import { Foreign } from "@/components/data/foreign";
import { Panel } from "@/components/data/panel";
import { ScrollArea } from "@/components/data/scroll-area";
import { StatusIcon } from "@/components/data/status-icon";
import { Timestamp } from "@/components/data/timestamp";
import type { ClusterEvent } from "@/lib/ami-updates/rollout";
import { plural } from "@/lib/platform/format";

/** What the cluster tells of nodes and claims, newest first. */
export function EventsPanel({
  events,
  unread,
}: {
  events: readonly ClusterEvent[];
  /** The cluster does not answer. */
  unread: true | undefined;
}) {
  const newest = [...events].sort((a, b) => b.at.localeCompare(a.at));
  return (
    <Panel
      stacked
      title="Events"
      flush={events.length > 0}
      aside={
        unread ? null : (
          <span className="text-meta text-muted">{plural(events.length, "event")}</span>
        )
      }
    >
      {events.length === 0 ? (
        <p className="text-muted">{unread ? "Not known now." : "The cluster has told nothing."}</p>
      ) : (
        <ScrollArea label="Events" className="max-h-96 overflow-y-auto outline-offset-[-2px]">
          <ul>
            {newest.map((event) => (
              <li
                key={`${event.at} ${event.reason} ${event.object} ${event.message}`}
                className="grid grid-cols-[1rem_minmax(0,1fr)] gap-x-2 border-t px-3 py-1.5 first:border-t-0"
              >
                <StatusIcon
                  tone={event.type === "Warning" ? "waiting" : "skipped"}
                  className="mt-0.5 size-3.5"
                />
                <div className="min-w-0">
                  <p className="flex flex-wrap items-baseline gap-x-2">
                    <span className="font-medium">
                      {event.type === "Warning" ? <span className="sr-only">Warning: </span> : null}
                      <Foreign text={event.reason} />
                    </span>
                    <Foreign text={event.object} className="text-meta text-muted" />
                    <span className="ml-auto text-meta text-muted">
                      {event.count > 1 ? `${event.count} × · ` : ""}
                      <Timestamp at={event.at} />
                    </span>
                  </p>
                  <p className="text-muted">
                    <Foreign text={event.message} />
                  </p>
                </div>
              </li>
            ))}
          </ul>
        </ScrollArea>
      )}
    </Panel>
  );
}
