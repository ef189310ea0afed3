import "server-only";
import { OpenAIModel } from "@strands-agents/sdk/models/openai";
import type { AgentDefinition } from "@/lib/agents/config";
import type { ModelChoice } from "@/lib/agents/session";
import { AppError } from "@/server/platform/errors";
import type { ModelSettings } from "./index";
import { inference } from "./inference";

/** A model of OpenAI's, or of whoever speaks its chat completions at `OPENAI_BASE_URL`. */
export function openAiModel(
  choice: ModelChoice,
  _definition: AgentDefinition,
  { settings }: ModelSettings,
): OpenAIModel {
  const { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseURL } = settings;
  if (!apiKey)
    throw new AppError("invalid", "OpenAI is not set up on this console (OPENAI_API_KEY).");
  return new OpenAIModel({
    api: "chat",
    modelId: choice.modelId,
    ...inference(choice),
    apiKey,
    // The harness asks again itself, and tells the person.
    clientConfig: { maxRetries: 0, ...(baseURL && { baseURL }) },
  });
}
