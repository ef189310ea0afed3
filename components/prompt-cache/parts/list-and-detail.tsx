import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";

/** A list, and beside it what is open: side by side from 1280 px, one of them below. */
export function ListAndDetail({
  open,
  detail,
  children,
}: {
  open: boolean;
  detail: ReactNode;
  children: ReactNode;
}) {
  return (
    <div
      className={cn(
        "grid min-w-0 items-start gap-4",
        open && "xl:grid-cols-[minmax(0,1fr)_minmax(26rem,34rem)]",
      )}
    >
      <div className={cn("grid min-w-0 gap-3", open && "max-xl:hidden")}>{children}</div>
      {open ? detail : null}
    </div>
  );
}
