import { cn } from "@/components/ui/cn";
import { riskWord } from "@/lib/ami-updates/looks";

/** Risk as a figure with its word and a scale of ten: never by colour alone. */
export function Risk({
  risk,
  size = "md",
  className,
}: {
  risk: number;
  size?: "md" | "lg";
  className?: string;
}) {
  const word = riskWord(risk);
  return (
    <span className={cn("inline-flex items-center gap-2 whitespace-nowrap", className)}>
      <span className={cn("font-semibold", size === "lg" && "text-[28px] leading-9")}>
        {risk}
        <span className={cn("font-normal text-muted", size === "lg" && "text-body")}>/10</span>
      </span>
      <span aria-hidden="true" className="flex gap-0.5 forced-color-adjust-none">
        {Array.from({ length: 10 }, (_, at) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: the steps of a scale are their positions
            key={at}
            className={cn(
              "w-1 rounded-xs",
              size === "lg" ? "h-4" : "h-2.5",
              at >= risk && "bg-line",
              at < risk &&
                (word === "low" ? "bg-succeeded" : word === "medium" ? "bg-waiting" : "bg-failed"),
            )}
          />
        ))}
      </span>
      <span className="text-muted">{word} risk</span>
    </span>
  );
}

/** The same in one figure, for tables and lists. */
export function RiskFigure({ risk }: { risk: number }) {
  return (
    <span className="whitespace-nowrap">
      <span className="font-medium">{risk}</span>
      <span className="text-muted">/10 {riskWord(risk)}</span>
    </span>
  );
}
