import "server-only";
import { GetHarnessCommand } from "@aws-sdk/client-bedrock-agentcore-control";
import type { ModelChoice } from "@/lib/agents/session";
import { callAws, type UpstreamCtx } from "../call-aws";
import { agentCoreControl } from "./client";

export interface HarnessRead {
  name: string;
  arn: string;
  status: string;
  model?: ModelChoice;
  systemPrompt: string;
  tools: { type: string; name: string; description?: string }[];
  allowedTools: string[];
  limits: { turns?: number; outputTokens?: number; ms?: number };
  /** Where its sessions run: commands and the end of a session go there. */
  runtimeArn?: string;
  failureReason?: string;
}

/** One harness with its configuration. Needs bedrock-agentcore:GetHarness. @throws AppError not_found, upstream */
export async function getHarness(ctx: UpstreamCtx, arn: string): Promise<HarnessRead> {
  const harnessId = arn.split("/").at(-1) ?? arn;
  const { harness } = await callAws(ctx, "bedrock-agentcore", "GetHarness", (options) =>
    agentCoreControl().send(new GetHarnessCommand({ harnessId }), options),
  );
  const { maxIterations, maxTokens, timeoutSeconds } = harness ?? {};
  const model = modelOf(harness?.model);
  const runtimeArn = harness?.environment?.agentCoreRuntimeEnvironment?.agentRuntimeArn;
  return {
    name: harness?.harnessName ?? harnessId,
    arn: harness?.arn ?? arn,
    status: harness?.status ?? "",
    ...(model && { model }),
    systemPrompt: (harness?.systemPrompt ?? []).flatMap(({ text }) => text ?? []).join("\n"),
    tools: (harness?.tools ?? []).map(({ type = "", name = "", config }) => {
      const description = config?.inlineFunction?.description;
      return { type, name, ...(description && { description }) };
    }),
    allowedTools: harness?.allowedTools ?? [],
    limits: {
      ...(maxIterations && { turns: maxIterations }),
      ...(maxTokens && { outputTokens: maxTokens }),
      ...(timeoutSeconds && { ms: timeoutSeconds * 1_000 }),
    },
    ...(runtimeArn && { runtimeArn }),
    ...(harness?.failureReason && { failureReason: harness.failureReason }),
  };
}

type Configured = {
  bedrockModelConfig?: { modelId?: string | undefined } | undefined;
  openAiModelConfig?: { modelId?: string | undefined } | undefined;
  geminiModelConfig?: { modelId?: string | undefined } | undefined;
};

/** Undefined for a provider that the console has no word for. */
function modelOf(model: Configured | undefined): ModelChoice | undefined {
  const bedrock = model?.bedrockModelConfig?.modelId;
  if (bedrock) return { provider: "bedrock", modelId: bedrock };
  const openAi = model?.openAiModelConfig?.modelId;
  if (openAi) return { provider: "open_ai", modelId: openAi };
  const gemini = model?.geminiModelConfig?.modelId;
  return gemini ? { provider: "gemini", modelId: gemini } : undefined;
}
