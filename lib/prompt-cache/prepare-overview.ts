import type { PreparedChart } from "@/lib/platform/chart";
import { formatUsd } from "@/lib/platform/money";
import { compareSentence } from "./compare";
import {
  ANSWER_KINDS,
  ANSWER_TEXT,
  answerCounts,
  answerShares,
  formatShare,
  hitRate,
} from "./hit-rate";
import type { OverviewView } from "./overview";
import { prepareLatency } from "./prepare-latency";
import { preparePoints } from "./prepare-points";
import { prepareReasons, type ReasonBar } from "./prepare-reasons";
import { prepareSavings } from "./prepare-savings";

/** The overview, ready to be drawn. */
export interface PreparedOverview {
  hitRate: PreparedChart;
  requests: PreparedChart;
  savings: PreparedChart;
  latency: PreparedChart;
  reasons: { title: string; summary: string; bars: ReasonBar[] };
  /** How this range compares with the one before, one sentence. */
  comparison: string;
}

export const prepareOverview = (view: OverviewView): PreparedOverview => ({
  hitRate: prepareHitRate(view),
  requests: prepareRequests(view),
  savings: prepareSavings(view),
  latency: prepareLatency(view),
  reasons: prepareReasons(view),
  comparison: compareSentence(view),
});

/** `1,204 requests` with the figures of the house. */
const count = (value: number): string =>
  `${new Intl.NumberFormat("en-GB").format(value)} ${value === 1 ? "request" : "requests"}`;

/** Shares of all requests, stacked: the two hits below, so that their upper edge is the hit rate. */
export function prepareHitRate(view: OverviewView): PreparedChart {
  const { total } = view;
  const shares = answerShares(total);
  return {
    title: "How requests were answered",
    summary: shares
      ? `${formatShare(hitRate(total))} of ${count(total.requests)} were answered from the cache: ${formatShare(shares.exact)} by an equal prompt, ${formatShare(shares.semantic)} by a similar one.`
      : "No request came in this time.",
    unit: "share",
    kind: "stacked",
    series: ANSWER_KINDS.map((key) => ({ key, label: ANSWER_TEXT[key] })),
    points: preparePoints(view, ANSWER_KINDS, (bucket) => answerShares(bucket) ?? {}),
    empty: total.requests === 0,
  };
}

/** Requests per bucket by how they were answered. */
export function prepareRequests(view: OverviewView): PreparedChart {
  const { total } = view;
  const busiest = view.buckets.reduce((most, bucket) => Math.max(most, bucket.requests), 0);
  const failed = total.failed > 0 ? `, ${formatShare(total.failed / total.requests)} failed` : "";
  return {
    title: "Requests",
    summary:
      total.requests > 0
        ? `${count(total.requests)}${failed}; at most ${new Intl.NumberFormat("en-GB").format(busiest)} in ${bucketText(view.bucketSeconds)}.`
        : "No request came in this time.",
    unit: "count",
    kind: "bar",
    series: ANSWER_KINDS.map((key) => ({ key, label: ANSWER_TEXT[key] })),
    points: preparePoints(view, ANSWER_KINDS, answerCounts),
    empty: total.requests === 0,
  };
}

/** `a minute`, `5 minutes`, `2 hours`, `a day`. */
export function bucketText(seconds: number): string {
  const [size, one, many] =
    seconds % 86_400 === 0
      ? [86_400, "a day", "days"]
      : seconds % 3_600 === 0
        ? [3_600, "an hour", "hours"]
        : [60, "a minute", "minutes"];
  return seconds === size ? `${one}` : `${seconds / Number(size)} ${many}`;
}

/** The headline figures, for tiles. `change` compares with the range before; undefined without one. */
export interface HeadlineFigure {
  key: "hitRate" | "requests" | "netSaved" | "tokensSaved";
  label: string;
  value: string;
  /** Signed: hit rate in percentage points, the others as a share of before. */
  change?: number;
}

export function prepareHeadline({ total, previous }: OverviewView): HeadlineFigure[] {
  const rate = hitRate(total);
  const before = previous && hitRate(previous);
  const grown = (now: number, then: number | undefined) => (then ? { change: now / then - 1 } : {});
  const net = total.saved - total.overhead;
  const netBefore = previous && previous.saved - previous.overhead;
  const integers = new Intl.NumberFormat("en-GB");
  return [
    {
      key: "hitRate",
      label: "Hit rate",
      value: formatShare(rate),
      ...(rate !== undefined && before !== undefined && { change: (rate - before) * 100 }),
    },
    {
      key: "requests",
      label: "Requests",
      value: integers.format(total.requests),
      ...grown(total.requests, previous?.requests),
    },
    {
      key: "netSaved",
      label: "Net saved",
      value: formatUsd(net),
      ...(netBefore && netBefore > 0 ? grown(net, netBefore) : {}),
    },
    {
      key: "tokensSaved",
      label: "Tokens saved",
      value: integers.format(total.tokensSaved + total.tokensCompressed),
      ...grown(
        total.tokensSaved + total.tokensCompressed,
        previous && previous.tokensSaved + previous.tokensCompressed,
      ),
    },
  ];
}
