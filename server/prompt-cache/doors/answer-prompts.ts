import "server-only";
import { z } from "zod";
import { env } from "@/server/platform/env";
import { askConverse } from "../ask-converse";
import { readDirectory } from "../directory";
import { consolePromptCache } from "../engine-of-console";
import { asDoorError } from "./as-door-error";
import { letIn, namespaceOf } from "./caller";
import { DOOR_STATUS, DoorError } from "./door-error";
import { gone } from "./gone";
import { roundScore } from "./round-score";

const MOST_BYTES = 4 * 1_048_576;

const PromptBody = z.strictObject({
  prompt: z
    .string({ error: "must be a text" })
    .refine((prompt) => prompt.trim() !== "", "must not be empty"),
  namespace: z.string().max(40).optional(),
  /** Bedrock model id. */
  model: z.string().min(1).max(2_048).optional(),
  system: z.string().optional(),
});

/**
 * `POST /api/prompts` with a bearer key: `{prompt, namespace?, model?, system?}` → `{response, cache, score?}`.
 * Never throws: errors are `{error}` with one sentence.
 */
export async function answerPrompts(request: Request): Promise<Response> {
  try {
    if (request.method !== "POST") throw new DoorError("wrong_method", "Send prompts with POST.");
    const caller = await letIn(request, { signing: false, mostBytes: MOST_BYTES });
    const { prompt, namespace, model, system } = parseBody(caller.body);
    const answer = await askConverse(
      consolePromptCache(),
      {
        namespace: namespace
          ? namespaceOf((await readDirectory()).namespaces, caller.key, namespace)
          : caller.namespace,
        door: "prompts",
        keyId: caller.key.id,
        bypass: request.headers.get("x-switchyard-cache")?.trim().toLowerCase() === "bypass",
        signal: request.signal,
      },
      { prompt, system, modelId: model ?? env().SWITCHYARD_PROMPT_MODEL },
    );
    const headers = {
      "cache-control": "no-store",
      "x-switchyard-cache": answer.cache,
      "x-switchyard-request": answer.traceId,
    };
    if (answer.problem !== undefined)
      return Response.json({ error: answer.problem }, { status: answer.status, headers });
    const { response, cache, score } = answer;
    return Response.json(
      { response, cache, ...(score !== undefined && { score: roundScore(score) }) },
      { headers },
    );
  } catch (error) {
    if (request.signal.aborted) return gone();
    return promptsError(error);
  }
}

function parseBody(bytes: Uint8Array): z.output<typeof PromptBody> {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new DoorError("invalid", 'The body is not JSON; send {"prompt": "…"}.');
  }
  const parsed = PromptBody.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue?.path.join(".") || "The body";
  throw new DoorError("invalid", `${where} is not valid: ${issue?.message ?? "look at it again"}.`);
}

function promptsError(error: unknown): Response {
  const { refusal, message, retryAfter } = asDoorError(error);
  // Here plain HTTP speaks: who is not known is 401, who may not is 403.
  const unknown = refusal === "missing" || refusal === "unknown";
  return Response.json(
    { error: message },
    {
      status: unknown ? 401 : DOOR_STATUS[refusal],
      headers: {
        "cache-control": "no-store",
        ...(unknown && { "www-authenticate": "Bearer" }),
        ...(refusal === "wrong_method" && { allow: "POST" }),
        ...(retryAfter !== undefined && { "retry-after": String(retryAfter) }),
      },
    },
  );
}
