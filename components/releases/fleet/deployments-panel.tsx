import { Panel } from "@/components/data/panel";
import { StatusBadge } from "@/components/data/status-badge";
import { type Column, DataTable } from "@/components/data/table";
import { Duration, Timestamp } from "@/components/data/timestamp";
import { RevisionLine } from "@/components/releases/parts/revision-line";
import { routes } from "@/lib/platform/routes";
import { creatorText } from "@/lib/releases/creator-text";
import type { DeploymentRow } from "@/lib/releases/model";
import { revisionSubject } from "@/lib/releases/revision-text";
import { deploymentLook, isInFlight } from "@/lib/releases/status";

/** The first is the row's link: what a person knows it by. */
const COLUMNS: readonly Column<DeploymentRow>[] = [
  {
    key: "revision",
    header: "Revision",
    cell: (row) => <RevisionLine revision={row.revision} truncate />,
  },
  {
    key: "status",
    header: "Status",
    width: "8.5rem",
    cell: (row) => {
      const look = deploymentLook(row);
      return <StatusBadge tone={look.tone} label={look.label} className="flex" />;
    },
  },
  {
    key: "id",
    header: "Deployment",
    width: "8rem",
    from: "sm",
    cell: (row) => <span className="font-mono text-meta">{row.id}</span>,
  },
  {
    key: "creator",
    header: "Started by",
    width: "13rem",
    from: "lg",
    cell: (row) => <span className="text-muted">{creatorText(row.creator)}</span>,
  },
  {
    key: "created",
    header: "Started",
    width: "7.5rem",
    align: "end",
    from: "sm",
    cell: (row) => <Timestamp at={row.createdAt} className="relative z-1 text-muted" />,
  },
  {
    key: "duration",
    header: "Duration",
    width: "7rem",
    align: "end",
    from: "md",
    cell: (row) =>
      isInFlight(row.status) ? (
        <Duration from={row.createdAt} />
      ) : row.completedAt ? (
        <Duration from={row.createdAt} to={row.completedAt} />
      ) : (
        <span className="text-muted">–</span>
      ),
  },
];

/** Deployments of one group, newest first. */
export function DeploymentsPanel({ deployments }: { deployments: DeploymentRow[] }) {
  return (
    <Panel title="Deployments" flush>
      {deployments.length === 0 ? (
        <p className="p-3 text-muted">Nothing was deployed to this group yet.</p>
      ) : (
        <DataTable
          label="Deployments"
          columns={COLUMNS}
          rows={deployments}
          rowKey={(row) => row.id}
          rowLabel={(row) => `${revisionSubject(row.revision)}, deployment ${row.id}`}
          rowHref={(row) => routes.deployment(row.id)}
          holdFor="all"
          className="rounded-none border-0"
        />
      )}
    </Panel>
  );
}
