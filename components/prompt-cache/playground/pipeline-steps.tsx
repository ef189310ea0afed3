import { Circle, CircleCheck, CircleDot, Minus, OctagonX } from "lucide-react";
import { cn } from "@/components/ui/cn";
import {
  LAYER_NAMES,
  type LayerResult,
  type LayerState,
  layerTime,
} from "@/lib/prompt-cache/prepare-pipeline";

const LOOK: Record<LayerState | "waiting", { icon: typeof Circle; word: string; tone: string }> = {
  answered: { icon: CircleCheck, word: "Answered", tone: "text-succeeded" },
  passed: { icon: CircleDot, word: "Passed on", tone: "text-ink" },
  skipped: { icon: Minus, word: "Skipped", tone: "text-muted" },
  failed: { icon: OctagonX, word: "Failed", tone: "text-failed" },
  waiting: { icon: Circle, word: "Not reached yet", tone: "text-muted" },
};

/** The layers from top to bottom, each with what it did and how long it took. Without results: all still ahead. */
export function PipelineSteps({ results }: { results: readonly LayerResult[] | undefined }) {
  const shown = results ?? [];
  const longest = Math.max(...shown.map(({ ms = 0 }) => ms), 0.001);
  const layers =
    results?.map(({ layer }) => layer) ?? (Object.keys(LAYER_NAMES) as LayerResult["layer"][]);
  return (
    <ol aria-label="Layers" className="grid">
      {layers.map((layer, at) => {
        const result = shown[at];
        const { icon: Icon, word, tone } = LOOK[result?.state ?? "waiting"];
        return (
          <li
            key={layer}
            className={cn(
              "grid grid-cols-[1rem_7.5rem_minmax(0,1fr)_auto] items-start gap-x-2 border-t py-2 first:border-t-0 max-sm:grid-cols-[1rem_minmax(0,1fr)_auto]",
              result?.state === "answered" && "font-medium",
            )}
          >
            <Icon aria-hidden="true" className={cn("mt-0.5 size-4", tone)} />
            <span>
              {LAYER_NAMES[layer]}
              <span className="sr-only">: {word}</span>
            </span>
            <span className="min-w-0 font-normal text-muted wrap-anywhere max-sm:order-last max-sm:col-span-2 max-sm:col-start-2">
              {result?.text ?? ""}
            </span>
            <span className="grid w-20 justify-items-end gap-1">
              <span className={result?.ms === undefined ? "text-muted" : undefined}>
                {result ? layerTime(result) : ""}
              </span>
              {result?.ms === undefined ? null : (
                <span
                  aria-hidden="true"
                  className="h-1 max-w-full min-w-0.5 rounded-full bg-[var(--chart-1)] forced-color-adjust-none"
                  style={{ width: `${(result.ms / longest) * 100}%` }}
                />
              )}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
