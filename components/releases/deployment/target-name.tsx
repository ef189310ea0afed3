import { CopyableId } from "@/components/data/copyable-id";
import { StatusBadge } from "@/components/data/status-badge";
import { StatusIcon } from "@/components/data/status-icon";
import type { GridRow } from "@/lib/releases/grid";
import { lookOf, type StatusLook, TARGET_LOOK } from "@/lib/releases/status";

/** An instance's status; one that the deployment never came to says so. */
const targetLook = (row: GridRow): StatusLook =>
  row.neverReached
    ? { tone: "skipped", label: "Never reached" }
    : lookOf(TARGET_LOOK, row.target.status);

export function TargetStatusBadge({ row }: { row: GridRow }) {
  const look = targetLook(row);
  return <StatusBadge tone={look.tone} label={look.label} size="sm" />;
}

/** Status shape and id: the grid's row header, narrow so that the events fit beside it. */
export function TargetName({ row }: { row: GridRow }) {
  const look = targetLook(row);
  return (
    <span
      className="flex min-w-0 items-center gap-1.5"
      data-tip={`${row.target.id}: ${look.label}`}
    >
      <StatusIcon tone={look.tone} />
      <span className="sr-only">{look.label}</span>
      <CopyableId value={row.target.id} max={19} label="instance id" />
    </span>
  );
}
