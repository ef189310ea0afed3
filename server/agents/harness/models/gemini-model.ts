import "server-only";
import { GoogleModel } from "@strands-agents/sdk/models/google";
import type { AgentDefinition } from "@/lib/agents/config";
import type { ModelChoice } from "@/lib/agents/session";
import { AppError } from "@/server/platform/errors";
import type { ModelSettings } from "./index";

/** A Gemini model, at Google's address or at `GEMINI_BASE_URL`. */
export function geminiModel(
  { modelId, temperature, topP, maxTokens }: ModelChoice,
  _definition: AgentDefinition,
  { settings }: ModelSettings,
): GoogleModel {
  const { GEMINI_API_KEY: apiKey, GEMINI_BASE_URL: baseUrl } = settings;
  if (!apiKey)
    throw new AppError("invalid", "Gemini is not set up on this console (GEMINI_API_KEY).");
  return new GoogleModel({
    modelId,
    apiKey,
    params: {
      ...(temperature !== undefined && { temperature }),
      ...(topP !== undefined && { topP }),
      ...(maxTokens !== undefined && { maxOutputTokens: maxTokens }),
    },
    ...(baseUrl && { clientConfig: { httpOptions: { baseUrl } } }),
  });
}
