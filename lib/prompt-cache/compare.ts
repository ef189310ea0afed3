import { formatUsd } from "@/lib/platform/money";
import { formatShare, hitRate } from "./hit-rate";
import type { OverviewView } from "./overview";

/** `Hit rate 62.4%, up 4.1 points on the hour before; $12.40 net saved, $3.10 more.` */
export function compareSentence(
  view: Pick<OverviewView, "from" | "to" | "total" | "previous">,
): string {
  const { total, previous } = view;
  const rate = hitRate(total);
  if (rate === undefined)
    return previous
      ? "No request came in this time; before it there were some."
      : "No request came in this time, nor in the one before.";
  const net = total.saved - total.overhead;
  const now = `Hit rate ${formatShare(rate)}`;
  const saved = `${formatUsd(net)} net saved`;
  const before = previous && hitRate(previous);
  if (!previous || before === undefined)
    return `${now}, ${saved}; nothing was counted in ${spanText(view)} before.`;
  const more = net - (previous.saved - previous.overhead);
  return `${now}, ${pointsText(rate - before)} ${spanText(view)} before; ${saved}, ${moreText(more)}.`;
}

function pointsText(change: number): string {
  const points = Math.abs(change * 100);
  if (points < 0.05) return "the same as in";
  const size = points.toFixed(1).replace(/\.0$/, "");
  return `${change > 0 ? "up" : "down"} ${size} ${size === "1" ? "point" : "points"} on`;
}

function moreText(change: number): string {
  if (change === 0) return "as much as then";
  return change > 0 ? `${formatUsd(change)} more` : `${formatUsd(-change)} less`;
}

/** `the 15 minutes`, `the hour`, `the 7 days`. */
function spanText({ from, to }: { from: string; to: string }): string {
  const minutes = Math.round((Date.parse(to) - Date.parse(from)) / 60_000);
  const [size, one] =
    minutes % 1_440 === 0 ? [1_440, "day"] : minutes % 60 === 0 ? [60, "hour"] : [1, "minute"];
  const count = minutes / Number(size);
  return count === 1 ? `the ${one}` : `the ${count} ${one}s`;
}
