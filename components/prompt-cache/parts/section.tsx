import { type ReactNode, useId } from "react";
import { cn } from "@/components/ui/cn";

/** A part of a detail: heading, what stands at its end, content. `boxed` parts stand on a page of their own. */
export function Section({
  title,
  aside,
  boxed = false,
  first = false,
  className,
  children,
}: {
  title: string;
  aside?: ReactNode;
  boxed?: boolean;
  /** Nothing stands above it that it must be parted from. */
  first?: boolean;
  className?: string;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className={cn(
        "grid min-w-0 content-start gap-2",
        boxed ? "rounded-md border p-3" : !first && "border-t pt-3",
        className,
      )}
    >
      <header className="flex min-h-6 flex-wrap items-center gap-x-3 gap-y-1">
        <h2 id={id} className="mr-auto">
          {title}
        </h2>
        {aside}
      </header>
      {children}
    </section>
  );
}
