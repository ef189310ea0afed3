import { ArrowDown, ArrowUp } from "lucide-react";
import type { OverviewView } from "@/lib/prompt-cache/overview";
import { type HeadlineFigure, prepareHeadline } from "@/lib/prompt-cache/prepare-overview";

/** The four figures that answer "does it pay": large, each with its change on the range before. */
export function HeadlineTiles({ view }: { view: OverviewView }) {
  return (
    <dl className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      {prepareHeadline(view).map((figure) => (
        <div key={figure.key} className="grid content-start gap-0.5 rounded-md border p-3">
          <dt className="text-meta text-muted">{figure.label}</dt>
          <dd className="flex flex-wrap items-baseline gap-x-2">
            <span className="text-title font-semibold">{figure.value}</span>
            <Change figure={figure} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Change({ figure: { key, change } }: { figure: HeadlineFigure }) {
  if (change === undefined || !Number.isFinite(change)) return null;
  const points = key === "hitRate";
  const size = Math.abs(points ? change : change * 100);
  if (size < 0.05) return <span className="text-meta text-muted">as before</span>;
  const Arrow = change > 0 ? ArrowUp : ArrowDown;
  const text = size >= 1_000 ? "> 999" : size.toFixed(size >= 100 ? 0 : 1);
  return (
    <span className="inline-flex items-center gap-0.5 text-meta text-muted">
      <Arrow aria-hidden="true" className="size-3" />
      <span className="sr-only">{change > 0 ? "up" : "down"}</span>
      {text}
      {points ? " points" : "%"}
    </span>
  );
}
