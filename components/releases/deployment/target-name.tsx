import { CopyableId } from "@/components/data/copyable-id";
import { StatusBadge } from "@/components/data/status-badge";
import type { GridRow } from "@/lib/releases/grid";
import { lookOf, TARGET_LOOK } from "@/lib/releases/status";

/** An instance and its status; one that the deployment never came to says so. */
export function TargetStatusBadge({ row }: { row: GridRow }) {
  if (row.neverReached) return <StatusBadge tone="skipped" label="Never reached" size="sm" />;
  const look = lookOf(TARGET_LOOK, row.target.status);
  return <StatusBadge tone={look.tone} label={look.label} size="sm" />;
}

export function TargetName({ row }: { row: GridRow }) {
  return (
    <span className="flex min-w-0 items-center gap-2">
      <CopyableId value={row.target.id} max={19} label="instance id" className="flex-1" />
      <TargetStatusBadge row={row} />
    </span>
  );
}
