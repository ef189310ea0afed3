import type { OverviewBucket, OverviewView, Totals } from "@/lib/prompt-cache/overview";

const noLatency = () => ({
  exact: { count: 0 },
  semantic: { count: 0 },
  bedrock: { count: 0 },
  lookup: { count: 0 },
});

/** Totals of nothing, with what a test says. */
export const someTotals = (over: Partial<Totals> = {}): Totals => ({
  requests: 0,
  hashHits: 0,
  semanticHits: 0,
  compressedMisses: 0,
  plainMisses: 0,
  bypasses: 0,
  failed: 0,
  tokensIn: 0,
  tokensOut: 0,
  tokensSaved: 0,
  tokensCompressed: 0,
  spent: 0,
  saved: 0,
  overhead: 0,
  latency: noLatency(),
  ...over,
});

export const aBucket = (start: string, over: Partial<OverviewBucket> = {}): OverviewBucket => ({
  ...someTotals(over),
  start,
  partial: over.partial ?? false,
});

/** Five minutes from 10:00 with what a test says. */
export const aView = (over: Partial<OverviewView> = {}): OverviewView => ({
  from: "2026-11-26T10:00:00.000Z",
  to: "2026-11-26T10:05:00.000Z",
  bucketSeconds: 60,
  buckets: [],
  total: someTotals(),
  reasons: [],
  markers: [],
  redis: { state: "ok" },
  namespaces: [],
  models: [],
  ...over,
});
