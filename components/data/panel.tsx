import { type ReactNode, useId } from "react";
import { cn } from "@/components/ui/cn";

/** A bordered part of a view with a heading and, at its end, actions or a count. */
export function Panel({
  title,
  aside,
  flush = false,
  stacked = false,
  className,
  children,
}: {
  title: string;
  aside?: ReactNode;
  /** No padding: the content draws its own edges. */
  flush?: boolean;
  /** Its parts stand below each other with a gap. */
  stacked?: boolean;
  className?: string;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={cn("min-w-0 rounded-md border bg-page", className)}>
      <header className="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1 border-b px-3 py-1.5">
        <h2 id={id} className="mr-auto">
          {title}
        </h2>
        {aside}
      </header>
      <div className={flush ? undefined : cn("p-3", stacked && "grid gap-3")}>{children}</div>
    </section>
  );
}
