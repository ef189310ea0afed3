import "server-only";
import type { WarmUpLine } from "@/lib/prompt-cache/warm-up";
import { countTokens } from "../engine/count-tokens";

/** A told answer as Converse would have given it, whole, as SDKs expect it; its tokens are estimated. */
export function converseResponse({ prompt, system = "" }: WarmUpLine, text: string): Uint8Array {
  const inputTokens = countTokens(`${system} ${prompt}`);
  const outputTokens = countTokens(text);
  return Buffer.from(
    JSON.stringify({
      output: { message: { role: "assistant", content: [{ text }] } },
      stopReason: "end_turn",
      usage: { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens },
      metrics: { latencyMs: 0 },
    }),
  );
}
