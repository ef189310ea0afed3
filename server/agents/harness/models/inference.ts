import "server-only";
import type { ModelChoice } from "@/lib/agents/session";

/** What Bedrock and OpenAI take alike. */
export const inference = ({ temperature, topP, maxTokens }: ModelChoice) => ({
  ...(temperature !== undefined && { temperature }),
  ...(topP !== undefined && { topP }),
  ...(maxTokens !== undefined && { maxTokens }),
});
