import "server-only";
import { readFileSync } from "node:fs";
import { BedrockModel } from "@strands-agents/sdk/models/bedrock";
import { z } from "zod";
import type { AgentDefinition } from "@/lib/agents/config";
import type { ModelChoice } from "@/lib/agents/session";
import { agentClientConfig, type PromptDoor } from "@/server/aws/bedrock-runtime/agent-client";
import { AppError } from "@/server/platform/errors";
import type { ModelSettings } from "./index";
import { inference } from "./inference";

/** A model of Bedrock, through the console's prompt cache where the agent's configuration asks for it. */
export function bedrockModel(
  choice: ModelChoice,
  definition: AgentDefinition,
  options: ModelSettings,
): BedrockModel {
  const { promptCache } = definition.console;
  return new BedrockModel({
    modelId: choice.modelId,
    ...inference(choice),
    clientConfig: agentClientConfig(promptCache && doorOf(promptCache.namespace, options)),
  });
}

const Key = z.object({ accessKeyId: z.string().min(1), secretAccessKey: z.string().min(1) });

/** Asked for and not there is a refusal: who counts on the cache pays twice otherwise. */
function doorOf(namespace: string, { settings, consoleUrl }: ModelSettings): PromptDoor {
  const file = settings.SWITCHYARD_AGENTS_PROMPT_KEY;
  if (!file || !consoleUrl)
    throw new AppError(
      "invalid",
      "This agent asks for the prompt cache, and the console has no key for it (SWITCHYARD_AGENTS_PROMPT_KEY).",
    );
  return {
    endpoint: new URL("/api/bedrock", consoleUrl).href,
    credentials: readKey(file),
    namespace,
  };
}

function readKey(file: string): PromptDoor["credentials"] {
  try {
    return Key.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    throw new AppError(
      "invalid",
      "SWITCHYARD_AGENTS_PROMPT_KEY names no file with accessKeyId and secretAccessKey.",
    );
  }
}
