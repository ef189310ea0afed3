import { CopyableId } from "@/components/data/copyable-id";
import { Foreign } from "@/components/data/foreign";
import { StatusBadge } from "@/components/data/status-badge";
import { type Column, DataTable } from "@/components/data/table";
import { TextLink } from "@/components/data/text-link";
import { RevisionLine } from "@/components/releases/parts/revision-line";
import { routes } from "@/lib/platform/routes";
import { healthLook } from "@/lib/releases/health";
import type { FleetView } from "@/lib/releases/model";

type Instance = FleetView["instances"][number];

const columns = (nothingYet: boolean): readonly Column<Instance>[] => [
  {
    key: "id",
    header: "Instance",
    width: "12rem",
    cell: (row) => <CopyableId value={row.id} max={19} label="instance id" />,
  },
  {
    key: "revision",
    header: "Runs now",
    cell: (row) => <RunsNow row={row} nothingYet={nothingYet} />,
  },
  {
    key: "health",
    header: "Load balancer",
    width: "9rem",
    from: "sm",
    cell: (row) => <Health row={row} />,
  },
  {
    key: "lifecycle",
    header: "Auto Scaling",
    width: "8rem",
    from: "lg",
    cell: (row) => (
      <span className="text-muted">
        {row.lifecycle ?? (row.keptBy ? "Left the group" : "Not said")}
      </span>
    ),
  },
  {
    key: "deployment",
    header: "By deployment",
    width: "9rem",
    from: "md",
    cell: (row) =>
      row.deploymentId ? (
        <TextLink href={routes.deployment(row.deploymentId)} className="font-mono text-meta">
          {row.deploymentId}
        </TextLink>
      ) : (
        <span className="text-muted">–</span>
      ),
  },
];

/** The last good revision, unless a deployment has its hands on the instance: then that comes first. */
function RunsNow({ row, nothingYet }: { row: Instance; nothingYet: boolean }) {
  const change = row.changing;
  if (!change && nothingYet) return <span className="text-muted">Nothing yet</span>;
  if (!change) return <RevisionLine revision={row.revision} truncate />;
  return (
    <span className="flex min-w-0 items-center gap-2">
      <StatusBadge
        tone={change.state === "failed" ? "failed" : "running"}
        label={change.state === "failed" ? "Failed:" : "Changing to:"}
        className="shrink-0"
      />
      <RevisionLine revision={change.revision} truncate />
    </span>
  );
}

function Health({ row }: { row: Instance }) {
  const look = healthLook(row.health);
  return (
    <span title={row.healthReason}>
      <StatusBadge tone={look.tone} label={look.label} className="flex" />
      {row.healthReason ? (
        <span className="sr-only">
          <Foreign text={row.healthReason} />
        </span>
      ) : null}
    </span>
  );
}

/** Which revision each instance runs right now, and what the load balancer thinks of it. */
export function FleetInstances({
  instances,
  nothingYet,
}: {
  instances: Instance[];
  /** No deployment has succeeded on them: that they run nothing is known. */
  nothingYet: boolean;
}) {
  return (
    <>
      <div className="max-sm:hidden">
        <DataTable
          label="Instances and what they run now"
          columns={columns(nothingYet)}
          rows={instances}
          rowKey={(row) => row.id}
          className="rounded-none border-0"
        />
      </div>
      <ul aria-label="Instances and what they run now" className="sm:hidden">
        {instances.map((row) => (
          <li key={row.id} className="grid gap-1 border-t px-3 py-2 first:border-t-0">
            <span className="flex flex-wrap items-center gap-x-3">
              <span className="font-mono text-meta wrap-anywhere">{row.id}</span>
              <Health row={row} />
            </span>
            <RunsNow row={row} nothingYet={nothingYet} />
          </li>
        ))}
      </ul>
    </>
  );
}
