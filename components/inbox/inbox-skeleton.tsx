import { Skeleton } from "@/components/ui/skeleton";

/** The inbox's geometry while it loads. */
export function InboxSkeleton() {
  return (
    <div className="grid gap-3 xl:grid-cols-[22rem_minmax(0,1fr)]">
      <div className="grid content-start gap-2">
        <Skeleton className="h-14" />
        <Skeleton className="h-14" />
        <Skeleton className="h-14" />
      </div>
      <Skeleton className="h-96 max-xl:hidden" />
    </div>
  );
}
