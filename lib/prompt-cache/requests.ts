import { z } from "zod";
import { BYPASS_REASONS, CACHE_OUTCOMES, MISS_REASONS } from "./outcome";
import type { RequestTrace } from "./trace";

/** Filters of the recent requests; also their address. */
export const RequestsQuery = z.object({
  namespace: z.string().max(40).optional(),
  outcome: z.enum(CACHE_OUTCOMES).optional(),
  reason: z.enum([...MISS_REASONS, ...BYPASS_REASONS]).optional(),
  model: z.string().max(200).optional(),
  /** Any part of the prompt, without case. */
  text: z.string().max(500).default(""),
  /** From the answer before. */
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type RequestsQuery = z.infer<typeof RequestsQuery>;

export interface RequestsPage {
  /** Newest first. */
  requests: RequestTrace[];
  next?: string;
  /** How many requests of the last hour are kept to be looked at, and how many there were: beyond 50 a second and namespace a choice is kept. */
  lastHour: { kept: number; of: number };
  /** Requests that are kept but cannot be read: encrypted with another key. Of this page. */
  unreadable: number;
}
