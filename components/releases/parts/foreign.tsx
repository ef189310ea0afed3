import { cn } from "@/components/ui/cn";
import { plainText } from "@/lib/platform/plain-text";

/** Text from outside (commits, logs, names): isolated and without characters that reorder it; wraps anywhere, or truncates. */
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
      title={truncate ? plainText(text) : undefined}
      className={cn(truncate ? "block truncate" : "wrap-anywhere", className)}
    >
      {plainText(text)}
    </bdi>
  );
}
