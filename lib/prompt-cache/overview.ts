import { z } from "zod";
import type { NanoUsd } from "@/lib/platform/money";
import type { BypassReason, MissReason } from "./outcome";

/** What the overview is asked for; also its address. Times are ISO 8601; `range` counts back from now. */
export const RANGES = {
  "15m": 900,
  "1h": 3_600,
  "6h": 21_600,
  "24h": 86_400,
  "7d": 604_800,
  "30d": 2_592_000,
  "90d": 7_776_000,
} as const;
export type Range = keyof typeof RANGES;

export const OverviewQuery = z.object({
  range: z.enum(Object.keys(RANGES) as [Range, ...Range[]]).default("1h"),
  /** A brushed part of time; wins over `range`. */
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
  namespace: z.string().max(40).optional(),
  model: z.string().max(200).optional(),
});
export type OverviewQuery = z.infer<typeof OverviewQuery>;

/** Layers whose latency is counted. `exact`, `semantic`: whole requests answered there; `bedrock`: the model alone; `lookup`: Redis on the exact layer. */
export const LATENCY_LAYERS = ["exact", "semantic", "bedrock", "lookup"] as const;
export type LatencyLayer = (typeof LATENCY_LAYERS)[number];

export interface Latency {
  count: number;
  /** Milliseconds; undefined when nothing was counted. Upper edge of a log₂ bucket, interpolated. */
  p50?: number;
  p95?: number;
}

export interface Totals {
  requests: number;
  hashHits: number;
  semanticHits: number;
  /** Misses whose prompt was shortened before it was sent. */
  compressedMisses: number;
  /** Misses that were sent as they came. */
  plainMisses: number;
  bypasses: number;
  /** Answered by an error of the model. */
  failed: number;
  tokensIn: number;
  tokensOut: number;
  tokensSaved: number;
  tokensCompressed: number;
  spent: NanoUsd;
  saved: NanoUsd;
  overhead: NanoUsd;
  latency: Record<LatencyLayer, Latency>;
}

/** One bucket of time. A bucket in which nothing was counted is not in the list: charts show a gap. */
export interface OverviewBucket extends Totals {
  /** ISO 8601; its length is `bucketSeconds`. */
  start: string;
  /** Still being filled. */
  partial: boolean;
}

export interface Marker {
  at: string;
  kind: "deployment" | "settings";
  label: string;
  href?: string;
}

export interface RedisHealth {
  state: "ok" | "down";
  usedBytes?: number;
  /** 0: no limit. */
  maxBytes?: number;
  evictedKeys?: number;
  policy?: string;
  version?: string;
  /** Whether vector search is there (FT.*). */
  vectorSearch?: boolean;
}

export interface OverviewView {
  from: string;
  to: string;
  bucketSeconds: number;
  buckets: OverviewBucket[];
  total: Totals;
  /** The range of the same length right before; undefined when nothing was counted in it. */
  previous?: Totals;
  reasons: { reason: MissReason | BypassReason; count: number }[];
  markers: Marker[];
  redis: RedisHealth;
  /** What can be filtered by. */
  namespaces: string[];
  models: string[];
  /** Counters could not be read: one sentence; charts then show what was read before as stale. */
  problem?: string;
}
