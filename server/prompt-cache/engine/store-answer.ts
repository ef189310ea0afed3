import "server-only";
import { AppError } from "@/server/platform/errors";
import { admit } from "./admit";
import type { PromptRequest } from "./contracts";
import { keepAnswer } from "./keep-answer";
import { digestsOf } from "./key-digests";
import { exactEntryKey } from "./redis-keys";
import type { Runtime } from "./runtime";
import { decodeStored } from "./stored-answer";
import { newEntryId } from "./write-entry";

/** See `PromptCache.store`. */
export async function storeAnswer(
  runtime: Runtime,
  request: PromptRequest,
  response: Uint8Array,
): Promise<{ entryId?: string; known: boolean }> {
  const { namespace, call } = request;
  const { keyed, bypass } = admit(request, runtime.limits.requestBytes);
  if (!keyed || bypass)
    throw new AppError("invalid", `This prompt is not cached here (${bypass ?? "no_prompt"}).`);
  const body = Buffer.from(response);
  const { output, usage } = read(body);
  if (keyed.family !== "converse" || !output?.message)
    throw new AppError("invalid", "Only a whole Converse response can be stored.");

  const digests = digestsOf(keyed);
  const value = await runtime.redis
    .get(exactEntryKey(namespace, digests.exactKey))
    .catch((cause) => {
      throw new AppError("upstream", "Redis does not answer; try again in a moment.", { cause });
    });
  const there = value && decodeStored(runtime.sealer, namespace.name, value);
  if (there) return { entryId: there.facts.entryId, known: true };

  const storedAt = Date.now();
  const entryId = newEntryId();
  const problem = await keepAnswer(runtime, {
    ...{ namespace, keyed, digests, contexts: 0 },
    ...(await embedded(runtime, request, keyed.normalised, keyed.exactOnly)),
    answer: {
      facts: {
        entryId,
        family: keyed.family,
        model: call.modelId,
        headers: { "content-type": "application/json" },
        inputTokens: usage?.inputTokens ?? 0,
        outputTokens: usage?.outputTokens ?? 0,
        storedAt,
        modelMs: 0,
      },
      expiresAt: storedAt + namespace.settings.ttlSeconds * 1_000,
      body,
    },
  });
  if (problem) throw new AppError("upstream", problem);
  return { entryId, known: false };
}

/** Without a vector the entry would only ever meet equal prompts, so an embedder that fails is a failure here. */
async function embedded(
  { parts: { embedder, indexOf } }: Runtime,
  { namespace }: PromptRequest,
  text: string,
  exactOnly: boolean,
) {
  if (!embedder || !indexOf || exactOnly || !namespace.settings.semantic.enabled) return {};
  const { vector } = await embedder.embed(text);
  return { vector, embedder, index: await indexOf(namespace, embedder) };
}

function read(body: Buffer): {
  output?: { message?: unknown };
  usage?: { inputTokens?: number; outputTokens?: number };
} {
  try {
    return JSON.parse(body.toString());
  } catch (cause) {
    throw new AppError("invalid", "The response to store is not JSON.", { cause });
  }
}
