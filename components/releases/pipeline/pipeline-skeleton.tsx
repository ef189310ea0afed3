import { Skeleton } from "@/components/ui/skeleton";

/** A pipeline's geometry while it loads: four stages, then executions. */
export function PipelineSkeleton() {
  return (
    <div className="grid gap-3">
      <Skeleton className="h-8 w-72 max-w-full" />
      <div className="flex flex-col gap-2 rounded-md border p-3 lg:flex-row">
        {["a", "b", "c", "d"].map((key) => (
          <Skeleton key={key} className="h-44 flex-1" />
        ))}
      </div>
      <Skeleton className="h-80" />
    </div>
  );
}
