import { z } from "zod";
import { NamespaceName } from "./namespace";

/** One line of a warm-up file. With a `response` nothing is asked: the answer is stored as it stands. */
export const WarmUpLine = z.strictObject({
  prompt: z.string({ error: "it must be a text" }).min(1, "it must not be empty").max(100_000),
  system: z.string().min(1).max(100_000).optional(),
  modelId: z.string().min(1).max(2_048).optional(),
  response: z.string().min(1).max(1_000_000).optional(),
});
export type WarmUpLine = z.infer<typeof WarmUpLine>;

export const WARM_UP_LINES = 10_000;

export const WarmUpInput = z.object({
  namespace: NamespaceName,
  /** JSON lines: one `WarmUpLine` each; empty lines are left out. */
  lines: z.string().min(1).max(8_000_000),
});
export type WarmUpInput = z.infer<typeof WarmUpInput>;

/** How far a warm-up is; kept for a day. */
export interface WarmUpProgress {
  id: string;
  namespace: string;
  state: "running" | "done" | "stopped";
  total: number;
  /** Lines whose answer is stored now; `known` of them were there before. */
  stored: number;
  known: number;
  failed: number;
  /** The first thing that went wrong, one sentence. */
  problem?: string;
  startedAt: string;
  endedAt?: string;
  startedBy: string;
}
