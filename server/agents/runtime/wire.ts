import "server-only";
import { z } from "zod";
import { type AgentDefinition, ConsoleConfig, HarnessConfig } from "@/lib/agents/config";
import type { Limits, ModelChoice } from "@/lib/agents/session";
import { AppError } from "@/server/platform/errors";

const ModelSettings = z.looseObject({
  modelId: z.string(),
  maxTokens: z.number().optional(),
  temperature: z.number().optional(),
  topP: z.number().optional(),
});

/** A harness as AgentCore's API has it, with what one invocation overrides. */
export const WireHarness = z.looseObject({
  name: z.string(),
  model: z.looseObject({
    bedrockModelConfig: ModelSettings.optional(),
    openAiModelConfig: ModelSettings.optional(),
    geminiModelConfig: ModelSettings.optional(),
  }),
  systemPrompt: z.array(z.looseObject({ text: z.string().optional() })).default([]),
  tools: z.array(z.looseObject({ type: z.string(), name: z.string().optional() })).default([]),
  allowedTools: z.array(z.string()).optional(),
  truncation: z.looseObject({ strategy: z.string() }).optional(),
  maxIterations: z.number().optional(),
  maxTokens: z.number().optional(),
  timeoutSeconds: z.number().optional(),
});
export type WireHarness = z.output<typeof WireHarness>;

const ResultPart = z.looseObject({ text: z.string().optional(), json: z.json().optional() });
const Message = z.looseObject({
  role: z.enum(["user", "assistant"]),
  content: z.array(
    z.looseObject({
      text: z.string().optional(),
      toolResult: z
        .looseObject({
          toolUseId: z.string(),
          status: z.enum(["success", "error"]).optional(),
          content: z.array(ResultPart),
        })
        .optional(),
    }),
  ),
});

/** What POST /invocations takes: a harness with messages, or a prompt where the runtime has its own harness. */
export const Invocation = z.union([
  z.looseObject({ harness: WireHarness, messages: z.array(Message).min(1) }),
  z.looseObject({ prompt: z.string().min(1) }),
]);
export type WireMessage = z.output<typeof Message>;

/** The agent that the wire's harness describes. @throws AppError invalid */
export function definitionOf(wire: WireHarness): {
  definition: AgentDefinition;
  model: ModelChoice;
  limits: Limits;
} {
  const model = modelOf(wire);
  const harness = HarnessConfig.safeParse({
    name: "remote",
    model,
    tools: wire.tools.map((tool, at) => ({ ...tool, name: tool.name ?? `tool_${at + 1}` })),
    ...(wire.allowedTools && { allowedTools: wire.allowedTools }),
    ...(wire.truncation && { truncation: wire.truncation }),
  });
  if (!harness.success)
    throw new AppError("invalid", `The harness is not valid: ${z.prettifyError(harness.error)}`);
  return {
    model,
    definition: {
      name: wire.name,
      version: 1,
      harness: harness.data,
      console: ConsoleConfig.parse({}),
      systemPrompt: wire.systemPrompt.flatMap(({ text }) => text ?? []).join("\n"),
      files: {},
      hash: "",
      savedBy: "AgentCore",
      savedAt: new Date(0).toISOString(),
    },
    limits: {
      ...(wire.maxIterations && { turns: wire.maxIterations }),
      ...(wire.maxTokens && { outputTokens: wire.maxTokens }),
      ...(wire.timeoutSeconds && { ms: wire.timeoutSeconds * 1_000 }),
    },
  };
}

function modelOf({ model }: WireHarness): ModelChoice {
  const { bedrockModelConfig, openAiModelConfig, geminiModelConfig } = model;
  const [provider, settings] = bedrockModelConfig
    ? (["bedrock", bedrockModelConfig] as const)
    : openAiModelConfig
      ? (["open_ai", openAiModelConfig] as const)
      : (["gemini", geminiModelConfig] as const);
  if (!settings) throw new AppError("invalid", "The harness names no model that is known here.");
  const { modelId, maxTokens, temperature, topP } = settings;
  return {
    provider,
    modelId,
    ...(maxTokens !== undefined && { maxTokens }),
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { topP }),
  };
}
