import { cn } from "@/components/ui/cn";

/** Text from outside (commits, logs, names): isolated, so that right-to-left overrides end with it; wraps anywhere, or truncates. */
export function Foreign({
  text,
  truncate = false,
  className,
}: {
  text: string;
  truncate?: boolean;
  className?: string;
}) {
  return (
    <bdi
      title={truncate ? text : undefined}
      className={cn(truncate ? "block truncate" : "wrap-anywhere", className)}
    >
      {text}
    </bdi>
  );
}
