import { Skeleton } from "@/components/ui/skeleton";

/** The overview's final geometry. */
export function OverviewSkeleton() {
  return (
    <div className="grid gap-3">
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        {["rate", "requests", "money", "tokens"].map((each) => (
          <Skeleton key={each} className="h-19" />
        ))}
      </div>
      <div className="grid gap-3 xl:grid-cols-2">
        {["hits", "requests", "savings", "latency"].map((each) => (
          <Skeleton key={each} className="h-80" />
        ))}
      </div>
    </div>
  );
}
