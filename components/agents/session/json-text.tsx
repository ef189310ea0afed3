import type { ComponentProps } from "react";
import { TextBlock } from "@/components/data/text-block";
import { cn } from "@/components/ui/cn";
import type { Json } from "@/lib/agents/events";
import { plainText } from "@/lib/platform/plain-text";

/** Text of a machine, in its own letters and with a border. */
export const MachineText = ({ className, ...rest }: ComponentProps<typeof TextBlock>) => (
  <TextBlock {...rest} className={cn("border font-mono text-meta", className)} />
);

/** A value as JSON, two spaces in. */
export const JsonText = ({ value, label }: { value: Json; label: string }) => (
  <MachineText text={JSON.stringify(value, null, 2)} label={label} />
);

const isLong = (value: Json): boolean =>
  typeof value === "string"
    ? value.includes("\n") || value.length > 120
    : typeof value === "object" && value !== null;

/** Arguments as names and values; what is long stands below its name. */
export function ArgumentList({ value, label }: { value: Json; label: string }) {
  if (value === null || typeof value !== "object" || Array.isArray(value))
    return <JsonText value={value} label={label} />;
  const entries = Object.entries(value);
  if (entries.length === 0) return <p className="text-muted">Without arguments.</p>;
  return (
    <dl className="grid gap-x-4 gap-y-1.5 sm:grid-cols-[max-content_minmax(0,1fr)]">
      {entries.map(([key, each]) => (
        <div
          key={key}
          className={cn("min-w-0 sm:contents", isLong(each) && "sm:grid sm:col-span-2 sm:gap-1")}
        >
          <dt className="text-muted">{key}</dt>
          <dd className="min-w-0 wrap-anywhere">
            {typeof each === "string" && !isLong(each) ? (
              <bdi>{plainText(each)}</bdi>
            ) : typeof each === "string" ? (
              <MachineText text={each} label={key} />
            ) : isLong(each) ? (
              <JsonText value={each} label={key} />
            ) : (
              <span>{each === null ? "nothing" : `${each}`}</span>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
