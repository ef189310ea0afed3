import "server-only";
import type { Namespace } from "@/lib/prompt-cache/namespace";
import type { CacheOutcome, Door } from "@/lib/prompt-cache/outcome";
import type { RequestTrace } from "@/lib/prompt-cache/trace";
import { wholeBody } from "./doors/stream-body";
import type { PromptRequest } from "./engine/contracts";
import type { PromptCache } from "./engine/parts";

/** A prompt in its simplest form, as the article's function takes it. */
export interface SimplePrompt {
  prompt: string;
  system?: string;
  modelId: string;
  temperature?: number;
}

export interface SimpleAnswer {
  /** 200, or the model's own status; then `problem` says why and `response` is empty. */
  status: number;
  response: string;
  problem?: string;
  cache: CacheOutcome;
  score?: number;
  traceId: string;
  /** Settles when everything is written and recorded. */
  done: Promise<RequestTrace>;
}

export interface AskedBy {
  namespace: Namespace;
  door: Door;
  keyId?: string;
  bypass?: boolean;
  waitForWrite?: boolean;
  signal?: AbortSignal;
}

/** The prompt as the Converse request that it stands for. */
export function converseRequest(by: AskedBy, asked: SimplePrompt): PromptRequest {
  const { prompt, system, modelId, temperature } = asked;
  const body = {
    messages: [{ role: "user", content: [{ text: prompt }] }],
    ...(system && { system: [{ text: system }] }),
    ...(temperature !== undefined && { inferenceConfig: { temperature } }),
  };
  const { signal, ...rest } = by;
  return {
    ...rest,
    call: {
      operation: "Converse",
      modelId,
      body: Buffer.from(JSON.stringify(body)),
      contentType: "application/json",
      accept: "application/json",
      ...(signal && { signal }),
    },
  };
}

/** Asks by Converse and takes the text out of the answer. */
export async function askConverse(
  cache: PromptCache,
  by: AskedBy,
  asked: SimplePrompt,
): Promise<SimpleAnswer> {
  const answer = await cache.answer(converseRequest(by, asked));
  const text = Buffer.from(await wholeBody(answer)).toString("utf8");
  const { status, cache: outcome, score, traceId, done } = answer;
  const told = { cache: outcome, ...(score !== undefined && { score }), traceId, done };
  if (status === 200) return { status, response: textOf(text), ...told };
  return { status, response: "", problem: problemOf(text), ...told };
}

/** All text blocks of a Converse answer, one after the other. */
function textOf(json: string): string {
  const answer = parse(json) as { output?: { message?: { content?: { text?: string }[] } } };
  return (answer?.output?.message?.content ?? []).map(({ text }) => text ?? "").join("");
}

function problemOf(json: string): string {
  const { message, Message } = (parse(json) ?? {}) as { message?: unknown; Message?: unknown };
  const said = message ?? Message;
  return typeof said === "string" && said ? said : "The model gave an error without a reason.";
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
