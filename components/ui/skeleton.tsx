import { cn } from "@/components/ui/cn";

/** A grey box of the final geometry; invisible for the first 150 ms. Size it with classes. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden="true" className={cn("animate-appear rounded bg-press", className)} />;
}
