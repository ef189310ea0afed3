import "server-only";
import type { HarnessConfig } from "@/lib/agents/config";

export interface Truncation {
  strategy: "sliding_window" | "summarization" | "none";
  /** More messages than this are not shown to the model. */
  most: number;
  /** So many, at least, are left when it is cut; cutting in steps keeps a provider's own cache warm. */
  keep: number;
  /** Of the summary, instead of the house's. */
  prompt?: string;
}

const MOST = 40;

/** AgentCore's `truncation`: a sliding window of 40 messages unless it says otherwise. */
export function truncationOf({ truncation }: HarnessConfig): Truncation {
  const strategy = truncation?.strategy ?? "sliding_window";
  const config = truncation?.config as Record<string, Record<string, unknown>> | undefined;
  if (strategy === "none") return { strategy, most: Number.POSITIVE_INFINITY, keep: 0 };
  if (strategy === "sliding_window") {
    const most = Math.max(2, number(config?.slidingWindow?.messagesCount) ?? MOST);
    return { strategy, most, keep: Math.max(2, Math.floor(most * 0.75)) };
  }
  const summarization = config?.summarization;
  const keep = Math.max(2, number(summarization?.preserveRecentMessages) ?? 10);
  const ratio = Math.min(0.9, number(summarization?.summaryRatio) ?? 0.3);
  const most = Math.max(keep + 2, Math.min(MOST, Math.ceil(keep / (1 - ratio))));
  const prompt = summarization?.summarizationSystemPrompt;
  return { strategy, most, keep, ...(typeof prompt === "string" && prompt && { prompt }) };
}

const number = (value: unknown): number | undefined =>
  typeof value === "number" && Number.isFinite(value) && value > 0 ? value : undefined;
