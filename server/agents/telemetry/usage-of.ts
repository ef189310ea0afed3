import "server-only";
import type { TokenUsage } from "@/lib/agents/events";

const number = (value: unknown): number => (typeof value === "number" ? value : 0);

/**
 * Tokens of a span by the GenAI conventions. There, what came from the model's own cache is part of
 * the input; in `TokenUsage`, as Bedrock has it, it is beside the input.
 */
export function usageOf(attributes: Record<string, unknown>): TokenUsage | undefined {
  if (attributes["gen_ai.usage.output_tokens"] === undefined) return undefined;
  const read = number(attributes["gen_ai.usage.cache_read.input_tokens"]);
  const written = number(attributes["gen_ai.usage.cache_creation.input_tokens"]);
  const input = number(attributes["gen_ai.usage.input_tokens"]);
  const output = number(attributes["gen_ai.usage.output_tokens"]);
  return {
    inputTokens: Math.max(0, input - read - written),
    outputTokens: output,
    totalTokens: number(attributes["gen_ai.usage.total_tokens"]) || input + output,
    ...(read > 0 && { cacheReadInputTokens: read }),
    ...(written > 0 && { cacheWriteInputTokens: written }),
  };
}
