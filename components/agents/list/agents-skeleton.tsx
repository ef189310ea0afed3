import { Skeleton } from "@/components/ui/skeleton";

const ROWS = ["a", "b", "c", "d", "e"];

/** The box of the list of agents, before it is there; also of what is below it. */
export function AgentsSkeleton() {
  return (
    <div className="grid gap-3">
      <Skeleton className="h-8 w-40" />
      <div className="rounded-md border">
        {ROWS.map((row) => (
          <div key={row} className="grid h-28 content-center gap-2 border-t p-3 first:border-t-0">
            <Skeleton className="h-4 w-40" />
            <Skeleton className="h-3 w-2/3" />
            <Skeleton className="h-3 w-1/3" />
          </div>
        ))}
      </div>
    </div>
  );
}
