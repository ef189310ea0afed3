import { Skeleton } from "@/components/ui/skeleton";

/** The box of one agent, or of its form, before it is there. */
export function AgentSkeleton() {
  return (
    <div className="grid gap-3">
      <Skeleton className="h-8 w-56" />
      <Skeleton className="h-5 w-2/3" />
      <Skeleton className="h-9" />
      <div className="grid gap-4 xl:grid-cols-[minmax(0,1fr)_20rem]">
        <Skeleton className="h-[32rem]" />
        <Skeleton className="h-80 max-xl:hidden" />
      </div>
    </div>
  );
}
