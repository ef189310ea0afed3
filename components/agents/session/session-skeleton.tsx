import { Skeleton } from "@/components/ui/skeleton";

/** A session before it is there, in its final geometry. */
export function SessionSkeleton() {
  return (
    <div
      aria-busy="true"
      className="flex h-[calc(100dvh-var(--bar)-2rem)] min-h-[28rem] flex-col gap-2"
    >
      <span role="status" className="sr-only">
        Loading
      </span>
      <h1 className="sr-only">Session</h1>
      <Skeleton className="h-8 w-96 max-w-full" />
      <Skeleton className="h-9" />
      <div className="grid min-h-0 flex-1 gap-6 xl:grid-cols-[minmax(0,1fr)_18rem]">
        <div className="flex max-w-[56rem] flex-col gap-3">
          <Skeleton className="h-16" />
          <Skeleton className="h-40" />
          <div className="flex-1" />
          <Skeleton className="h-24" />
        </div>
        <Skeleton className="h-72 max-xl:hidden" />
      </div>
    </div>
  );
}
