import "server-only";
import {
  type BedrockRuntimeClient,
  type ContentBlock,
  ConverseCommand,
  type ConverseCommandInput,
  type ConverseCommandOutput,
  type ToolInputSchema,
} from "@aws-sdk/client-bedrock-runtime";
import { held } from "@/server/platform/held";
import { callAws, nobody } from "../call-aws";
import { awsFailure } from "../translate-error";
import { applyGuardrail, type Guardrail } from "./apply-guardrail";
import { reviewClient } from "./review-client";

/** What is asked: `rules` are ours, `notes` untrusted, `schema` the answer's JSON schema. */
export interface ReviewAsk {
  rules: string;
  notes: string;
  schema: Record<string, unknown>;
  /** What was wrong with the last answer, and that answer, when it is asked to repair it. */
  repair?: { answer: string; problem: string };
}

export interface ReviewAnswer {
  /** The model's text, or its tool's input as JSON; not parsed. */
  text: string;
  stopReason: string;
  /** The guardrail stopped the notes before the model saw them, or what the model said. */
  guarded?: "notes" | "answer";
  inputTokens?: number;
  outputTokens?: number;
}

export interface ReviewerOptions {
  /** Bedrock model or inference profile id. */
  modelId: string;
  guardrail?: Guardrail;
  /** Bounds one question, retries included. */
  timeoutMs: number;
  /** The process's own unless given. */
  client?: BedrockRuntimeClient;
}

/** How a model is asked: held to the schema by structured output or by a tool that it must use. */
interface Form {
  schema: "format" | "tool";
  /** At temperature 0; some models take none. */
  cold: boolean;
}

/** In the order in which they are tried with a model that nobody has asked yet. */
const FORMS: Form[] = [
  { schema: "format", cold: true },
  { schema: "tool", cold: true },
  { schema: "format", cold: false },
  { schema: "tool", cold: false },
];

type JsonDocument = ToolInputSchema.JsonMember["json"];

const TOOL = "give_review";
const MAX_TOKENS = 4_000;

/** Which form each model takes, as it was found out. */
const forms = (): Map<string, Form> => held("aws.bedrock-runtime.review-forms", () => new Map());

/**
 * A model on Bedrock that reviews: Converse, held to a JSON schema by structured output where
 * the model has it, else by a tool it must use; at temperature 0 where it has one. The guardrail looks at the notes before
 * the model does, and at what it says. `review` throws AppError: throttled, or upstream.
 */
export function bedrockReviewer(options: ReviewerOptions) {
  const { modelId, guardrail } = options;
  const call = { client: options.client ?? reviewClient(), timeoutMs: options.timeoutMs };
  return {
    modelId,
    async review(ask: ReviewAsk, signal?: AbortSignal): Promise<ReviewAnswer> {
      const guard = { ...call, signal };
      if (guardrail && (await applyGuardrail(guardrail, "INPUT", ask.notes, guard)))
        return { text: "", stopReason: "guardrail_intervened", guarded: "notes" };
      const output = await converse(options, call.client, ask, signal);
      const { usage, stopReason = "" } = output;
      const counted = { inputTokens: usage?.inputTokens, outputTokens: usage?.outputTokens };
      // Converse looks at the notes (tagged) and at its text: either may be what it stopped.
      if (stopReason === "guardrail_intervened")
        return { text: "", stopReason, guarded: "answer", ...counted };
      const text = textOf(output);
      // A tool's input is not looked at by Converse's own guardrail.
      if (guardrail && text !== "" && (await applyGuardrail(guardrail, "OUTPUT", text, guard)))
        return { text: "", stopReason: "guardrail_intervened", guarded: "answer", ...counted };
      return { text, stopReason, ...counted };
    },
  };
}

/** A form that the model refuses is not asked for again: the one that works is remembered. */
async function converse(
  options: ReviewerOptions,
  client: BedrockRuntimeClient,
  ask: ReviewAsk,
  signal?: AbortSignal,
): Promise<ConverseCommandOutput> {
  const { modelId, timeoutMs } = options;
  const known = forms().get(modelId);
  const tries = known ? [known] : FORMS;
  for (const [at, form] of tries.entries()) {
    try {
      const output = await callAws(
        nobody,
        "bedrock-runtime",
        "Converse",
        ({ abortSignal }) =>
          client.send(new ConverseCommand(inputOf(options, ask, form)), { abortSignal }),
        { deadlineMs: timeoutMs, signal },
      );
      forms().set(modelId, form);
      return output;
    } catch (error) {
      const refused = awsFailure((error as Error).cause).name === "ValidationException";
      if (!refused || at === tries.length - 1) throw error;
    }
  }
  throw new Error("unreachable: the last form returns or throws");
}

function inputOf(
  { modelId, guardrail }: ReviewerOptions,
  { rules, notes, schema, repair }: ReviewAsk,
  form: Form,
): ConverseCommandInput {
  // Tagged, because a guardrail's filter for prompt attacks looks at nothing else.
  const material: ContentBlock = guardrail
    ? { guardContent: { text: { text: notes } } }
    : { text: notes };
  const again: ContentBlock[] = repair
    ? [
        {
          text: `Your answer before was not usable. ${repair.problem} Answer again, in the schema and nothing else. It was:\n${repair.answer || "(empty)"}`,
        },
      ]
    : [];
  return {
    modelId,
    system: [{ text: rules }],
    messages: [{ role: "user", content: [material, ...again] }],
    inferenceConfig: { maxTokens: MAX_TOKENS, ...(form.cold ? { temperature: 0 } : {}) },
    ...(guardrail
      ? {
          guardrailConfig: {
            guardrailIdentifier: guardrail.id,
            guardrailVersion: guardrail.version,
          },
        }
      : {}),
    ...(form.schema === "format"
      ? {
          outputConfig: {
            textFormat: {
              type: "json_schema",
              structure: { jsonSchema: { name: TOOL, schema: JSON.stringify(schema) } },
            },
          },
        }
      : {
          toolConfig: {
            tools: [
              {
                toolSpec: {
                  name: TOOL,
                  description: "Hands the review over.",
                  inputSchema: { json: schema as JsonDocument },
                },
              },
            ],
            toolChoice: { tool: { name: TOOL } },
          },
        }),
  };
}

/** The tool's input as JSON, else the text. */
function textOf({ output }: ConverseCommandOutput): string {
  const content = output?.message?.content ?? [];
  const used = content.find(({ toolUse }) => toolUse?.name === TOOL)?.toolUse;
  if (used) return JSON.stringify(used.input ?? {});
  return content.flatMap(({ text }) => text ?? []).join("");
}
