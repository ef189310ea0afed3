import type { ReactNode } from "react";
import { Skeleton } from "@/components/ui/skeleton";

const ROWS = Array.from({ length: 12 }, (_, index) => `row-${index}`);

/** The list's title with its filters, side by side where there is room. */
export function TitleRow({ children }: { children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
      <h1>Pipelines</h1>
      {children}
    </div>
  );
}

/** The list's geometry while it loads: filter bar, header, rows. */
export function PipelinesSkeleton() {
  return (
    <div className="grid gap-3">
      <TitleRow>
        <Skeleton className="h-8 w-64 max-sm:w-full" />
      </TitleRow>
      <div className="rounded-md border">
        <div className="h-8 border-b bg-raised" />
        {ROWS.map((row) => (
          <div key={row} className="flex h-row items-center gap-6 border-b px-3 last:border-b-0">
            <Skeleton className="h-3 w-40" />
            <Skeleton className="h-3 w-20" />
            <Skeleton className="h-3 flex-1" />
          </div>
        ))}
      </div>
    </div>
  );
}
