import "server-only";
import type { AgentDefinition } from "@/lib/agents/config";

/**
 * The agent with another model in the place of its one on Bedrock; its files stay as they are, so that
 * they are valid where that model is to be had. Models of other providers are left alone.
 */
export function standIn(definition: AgentDefinition, modelId: string | undefined): AgentDefinition {
  const { harness } = definition;
  if (!modelId || harness.model.provider !== "bedrock") return definition;
  return { ...definition, harness: { ...harness, model: { ...harness.model, modelId } } };
}
