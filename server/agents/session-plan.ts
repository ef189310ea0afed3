import "server-only";
import type { AgentDefinition } from "@/lib/agents/config";
import { type Limits, MODEL_PROVIDERS, type ModelChoice } from "@/lib/agents/session";
import { AppError } from "@/server/platform/errors";

const NANO = 1_000_000_000;

/** What a run of the agent may use, by its configuration. */
export function limitsOf({ harness, console: own }: AgentDefinition): Limits {
  return {
    ...(harness.maxIterations && { turns: harness.maxIterations }),
    ...(harness.maxTokens && { outputTokens: harness.maxTokens }),
    ...(own.budget.totalTokens && { totalTokens: own.budget.totalTokens }),
    ...(own.budget.usd && { nanoUsd: Math.round(own.budget.usd * NANO) }),
    ...(harness.timeoutSeconds && { ms: harness.timeoutSeconds * 1_000 }),
  };
}

/** The configured model first, then those that people may switch to. */
export function modelsOfAgent({ harness, console: own }: AgentDefinition): ModelChoice[] {
  const { provider, modelId, temperature, topP, maxTokens } = harness.model;
  const known = MODEL_PROVIDERS.find((each) => each === provider);
  const configured: ModelChoice[] = known
    ? [
        {
          provider: known,
          modelId,
          ...(temperature !== undefined && { temperature }),
          ...(topP !== undefined && { topP }),
          ...(maxTokens !== undefined && { maxTokens }),
        },
      ]
    : [];
  const others = own.models.filter((each) => !isSame(each, configured[0]));
  return [...configured, ...others];
}

/** The wanted one of the agent's models, the configured one unless said. @throws AppError invalid */
export function modelOf(
  definition: AgentDefinition,
  wanted?: Pick<ModelChoice, "provider" | "modelId">,
): ModelChoice {
  const models = modelsOfAgent(definition);
  const found = wanted ? models.find((each) => isSame(each, wanted)) : models[0];
  if (found) return found;
  throw new AppError(
    "invalid",
    wanted
      ? `${wanted.modelId} is none of the models that this agent may use.`
      : `The provider ${definition.harness.model.provider} of this agent's model is not supported here.`,
  );
}

const isSame = (
  one: Pick<ModelChoice, "provider" | "modelId">,
  other: Pick<ModelChoice, "provider" | "modelId"> | undefined,
): boolean => one.provider === other?.provider && one.modelId === other.modelId;

/** The first line of what was asked, as the session's name. */
export function titleOf(message: string): string {
  const [line = ""] = message.trim().split("\n");
  return line.length > 80 ? `${line.slice(0, 79).trimEnd()}…` : line;
}
