import { Skeleton } from "@/components/ui/skeleton";

/** The box of a table with so many rows, before it is there. */
export function TableSkeleton({ rows }: { rows: number }) {
  return (
    <div
      className="rounded-md border"
      style={{ height: `calc(2rem + ${rows} * var(--row) + 2px)` }}
    >
      <div className="h-8 rounded-t-md border-b bg-raised" />
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: grey bars have no identity
        <div key={row} className="flex h-row items-center gap-6 px-3">
          <Skeleton className="h-3 w-1/5" />
          <Skeleton className="h-3 w-1/4" />
          <Skeleton className="h-3 w-1/3" />
        </div>
      ))}
    </div>
  );
}
