import { TableSkeleton } from "@/components/data/table-skeleton";
import { Skeleton } from "@/components/ui/skeleton";

/** The geometry of lanes and list while they load. */
export function ClustersSkeleton() {
  return (
    <div className="grid gap-3">
      <h1>Clusters</h1>
      <div className="grid gap-3 lg:grid-cols-3">
        <Skeleton className="h-64" />
        <Skeleton className="h-64 max-lg:hidden" />
        <Skeleton className="h-64 max-lg:hidden" />
      </div>
      <TableSkeleton rows={3} />
    </div>
  );
}
