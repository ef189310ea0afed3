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
      {truncate ? plainText(text) : unbrokenIds(plainText(text))}
    </bdi>
  );
}

/** Ids of instances and deployments: a line may end before one, not at its hyphen. */
const ID = /\b([di]-[0-9A-Za-z]{8,})\b/;

function unbrokenIds(text: string) {
  const parts = text.split(ID);
  if (parts.length === 1) return text;
  return parts.map((part, at) =>
    at % 2 === 0 ? (
      part
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text keep their order
      <span key={at} className="whitespace-nowrap">
        {part}
      </span>
    ),
  );
}
