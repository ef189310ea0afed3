import "server-only";
import {
  type HarnessContentBlock,
  InvokeHarnessCommand,
  type InvokeHarnessStreamOutput,
} from "@aws-sdk/client-bedrock-agentcore";
import type { HarnessEvent, ToolResultPart } from "@/lib/agents/events";
import type { ModelChoice } from "@/lib/agents/session";
import { AppError } from "@/server/platform/errors";
import { callAws, type UpstreamCtx } from "../call-aws";
import { translateError } from "../translate-error";
import { agentCore } from "./client";
import { toHarnessEvent } from "./to-harness-event";

/** What the harness is told: a person's words, and the answers to its inline functions. */
export interface HarnessMessage {
  text?: string;
  results: { toolUseId: string; status: "success" | "error"; content: ToolResultPart[] }[];
}

export interface HarnessInvocation {
  arn: string;
  /** 33 characters at least; the same one goes on with its conversation. */
  sessionId: string;
  /** On whose behalf, for the other end's records. */
  userId: string;
  message: HarnessMessage;
  /** Instead of the configured one, for this call. */
  model?: ModelChoice;
  signal: AbortSignal;
}

/** Until the stream begins; what comes then takes as long as the agent works. */
const BEGIN_MS = 90_000;

/**
 * Invokes a harness and gives its events as they come. It is not repeated: what broke off may have
 * been done. Needs bedrock-agentcore:InvokeHarness. @throws AppError
 */
export async function* invokeHarness(
  ctx: UpstreamCtx,
  { arn, sessionId, userId, message, model, signal }: HarnessInvocation,
): AsyncGenerator<HarnessEvent> {
  // A deadline of callAws would end the stream as well, so it is long past any run's own limit.
  const answer = await callAws(
    ctx,
    "bedrock-agentcore",
    "InvokeHarness",
    ({ abortSignal }) =>
      agentCore().send(
        new InvokeHarnessCommand({
          harnessArn: arn,
          runtimeSessionId: sessionId,
          runtimeUserId: userId,
          actorId: userId,
          messages: [{ role: "user", content: contentOf(message) }],
          ...(model && { model: configOf(model) }),
        }),
        { abortSignal, requestTimeout: BEGIN_MS },
      ),
    { deadlineMs: 3_600_000, signal },
  );
  try {
    for await (const event of answer.stream ?? []) yield* read(event);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw translateError("bedrock-agentcore", "InvokeHarness", error);
  }
}

function* read(event: InvokeHarnessStreamOutput): Generator<HarnessEvent> {
  const problem =
    event.internalServerException ?? event.validationException ?? event.runtimeClientError;
  if (problem) throw problem;
  const known = toHarnessEvent(event);
  if (known) yield known;
}

function contentOf({ text, results }: HarnessMessage): HarnessContentBlock[] {
  const answers: HarnessContentBlock[] = results.map(({ toolUseId, status, content }) => ({
    toolResult: {
      toolUseId,
      status,
      content: content.map((part) =>
        part.json === undefined ? { text: part.text ?? "" } : { text: JSON.stringify(part.json) },
      ),
    },
  }));
  return text === undefined ? answers : [...answers, { text }];
}

function configOf({ provider, modelId }: ModelChoice) {
  if (provider === "bedrock") return { bedrockModelConfig: { modelId } };
  throw new AppError(
    "invalid",
    "The key of another provider is AgentCore's to keep, so only Bedrock's models can be switched to.",
  );
}
