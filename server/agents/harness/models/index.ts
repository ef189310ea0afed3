import "server-only";
import type { Model } from "@strands-agents/sdk";
import type { AgentDefinition } from "@/lib/agents/config";
import type { TokenUsage } from "@/lib/agents/events";
import type { ModelChoice, ModelProvider } from "@/lib/agents/session";
import type { AgentSettings } from "@/server/platform/env";
import { knownCostOf, type PriceTable } from "@/server/platform/prices/cost-of";
import type { ModelFor } from "../contracts";
import { bedrockModel } from "./bedrock-model";
import { geminiModel } from "./gemini-model";
import { openAiModel } from "./openai-model";

export interface ModelSettings {
  settings: AgentSettings;
  prices: PriceTable;
  /** Where the console's own door of the prompt cache is: its address. Without it no agent goes through it. */
  consoleUrl?: string;
}

type Make = (choice: ModelChoice, definition: AgentDefinition, options: ModelSettings) => Model;

const MAKERS: Record<ModelProvider, Make> = {
  bedrock: bedrockModel,
  open_ai: openAiModel,
  gemini: geminiModel,
};

/** Every model that agents may be given, made once per choice: connections are kept. */
export function modelsOf(options: ModelSettings): ModelFor {
  const made = new Map<string, Model>();
  const { OPENAI_API_KEY, GEMINI_API_KEY } = options.settings;
  const secrets = [OPENAI_API_KEY, GEMINI_API_KEY].filter((key) => key !== undefined);
  return (choice, definition) => {
    const { harness, console: own } = definition;
    const asked = withDefaults(choice, harness.model);
    const key = JSON.stringify([asked, choice.provider === "bedrock" ? own.promptCache : null]);
    const model = made.get(key) ?? MAKERS[choice.provider](asked, definition, options);
    made.set(key, model);
    return {
      model,
      secrets,
      costOf: (usage) => cost(options.prices, choice.modelId, usage),
    };
  };
}

/** Temperature and the like of the configuration hold for the model that it names. */
function withDefaults(
  choice: ModelChoice,
  configured: AgentDefinition["harness"]["model"],
): ModelChoice {
  if (choice.provider !== configured.provider || choice.modelId !== configured.modelId)
    return choice;
  const { temperature, topP, maxTokens } = configured;
  return {
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { topP }),
    ...(maxTokens !== undefined && { maxTokens }),
    ...choice,
  };
}

const cost = (prices: PriceTable, modelId: string, usage: TokenUsage): number | undefined =>
  knownCostOf(prices, modelId, { input: usage.inputTokens, output: usage.outputTokens });
