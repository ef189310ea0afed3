import type { PreparedChart } from "@/lib/platform/chart";
import { formatUsd, toUsd } from "@/lib/platform/money";
import type { OverviewView } from "./overview";
import { preparePoints } from "./prepare-points";

const SERIES = [
  { key: "net", label: "Net saved" },
  { key: "spent", label: "Paid to models", dash: "dashed" },
] as const;
const integers = new Intl.NumberFormat("en-GB");

/** Money per bucket: what hits and compression saved, less what embedding and judging cost. Net may be below zero. */
export function prepareSavings(view: OverviewView): PreparedChart {
  const { total } = view;
  return {
    title: "Net savings",
    summary: total.requests > 0 ? sentence(view) : "No request came in this time.",
    unit: "usd",
    kind: "line",
    series: [...SERIES],
    points: preparePoints(
      view,
      SERIES.map(({ key }) => key),
      (bucket) => ({ net: toUsd(bucket.saved - bucket.overhead), spent: toUsd(bucket.spent) }),
    ),
    empty: total.requests === 0,
  };
}

function sentence({ total }: OverviewView): string {
  const net = total.saved - total.overhead;
  const less = total.overhead > 0 ? `, ${formatUsd(total.overhead)} for embedding taken off` : "";
  const tokens = total.tokensSaved + total.tokensCompressed;
  const paid = `${formatUsd(total.spent)} was paid to models`;
  return net < 0
    ? `The cache cost ${formatUsd(-net)} more than it saved${less}; ${paid}.`
    : `${formatUsd(net)} and ${integers.format(tokens)} tokens saved${less}; ${paid}.`;
}
