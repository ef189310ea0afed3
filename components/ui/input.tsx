import type { ComponentProps } from "react";
import { cn } from "@/components/ui/cn";

const box =
  "w-full rounded-md border border-line-strong bg-page px-2 text-body text-ink placeholder:text-muted aria-invalid:border-failed disabled:opacity-60";

/** One-line text field, 32 px (44 px on touch). Give it a label: `<Field label>`. */
export function Input({ className, ...rest }: ComponentProps<"input">) {
  return <input className={cn(box, "h-8 pointer-coarse:min-h-11", className)} {...rest} />;
}

/** Many-line text field. */
export function Textarea({ className, rows = 3, ...rest }: ComponentProps<"textarea">) {
  return <textarea rows={rows} className={cn(box, "py-1.5", className)} {...rest} />;
}

/** Native select in the look of `Input`. */
export function Select({ className, ...rest }: ComponentProps<"select">) {
  return <select className={cn(box, "h-8 pointer-coarse:min-h-11", className)} {...rest} />;
}
