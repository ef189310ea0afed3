import "server-only";
import { randomUUID } from "node:crypto";
import type { PromptAnswer } from "../engine/contracts";
import { consolePromptCache } from "../engine-of-console";
import { bedrockError } from "./bedrock-error";
import { parseBedrockPath } from "./bedrock-path";
import { letIn } from "./caller";
import { DoorError } from "./door-error";
import { gone } from "./gone";
import { roundScore } from "./round-score";
import { spliceMembers } from "./splice-members";
import { streamBody, wholeBody } from "./stream-body";

/** Bedrock's own limit of a request. */
const MOST_BYTES = 25 * 1_048_576;
/** Set anew for each answer, or for the connection to Bedrock only. */
const NOT_PASSED_ON = new Set([
  "connection",
  "content-length",
  "date",
  "keep-alive",
  "transfer-encoding",
]);

/**
 * `POST /api/bedrock/model/<id>/<operation>`: Bedrock's runtime with the cache in front. Signed with
 * an issued access key, or with a bearer key. Never throws: errors are told in Bedrock's form.
 */
export async function answerBedrock(request: Request): Promise<Response> {
  try {
    if (request.method !== "POST")
      throw new DoorError("wrong_method", "Send this operation with POST.");
    const { modelId, operation } = parseBedrockPath(new URL(request.url).pathname);
    const { key, namespace, body } = await letIn(request, { signing: true, mostBytes: MOST_BYTES });
    const leaving = new AbortController();
    const answer = await consolePromptCache().answer({
      namespace,
      door: "bedrock",
      keyId: key.id,
      bypass: request.headers.get("x-switchyard-cache")?.trim().toLowerCase() === "bypass",
      call: {
        operation,
        modelId,
        body,
        contentType: request.headers.get("content-type") ?? "application/json",
        accept: request.headers.get("accept") ?? "application/json",
        headers: bedrockHeaders(request.headers),
        signal: AbortSignal.any([request.signal, leaving.signal]),
      },
    });
    const init = { status: answer.status, headers: headersOf(answer) };
    if (operation === "Converse") return new Response(await spliced(answer), init);
    return new Response(
      streamBody(answer.body, () => leaving.abort()),
      init,
    );
  } catch (error) {
    if (request.signal.aborted) return gone();
    return bedrockError(error, randomUUID());
  }
}

/** Converse's own body, to which an answer also adds how it was found. */
async function spliced(answer: PromptAnswer): Promise<BodyInit> {
  const whole = await wholeBody(answer);
  if (answer.status !== 200) return whole as BodyInit;
  return spliceMembers(whole, {
    cache: answer.cache,
    ...(answer.score !== undefined && { score: roundScore(answer.score) }),
  }) as BodyInit;
}

function headersOf(answer: PromptAnswer): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers))
    if (!NOT_PASSED_ON.has(name)) headers.set(name, value);
  if (!headers.has("x-amzn-requestid")) headers.set("x-amzn-requestid", answer.traceId);
  headers.set("x-switchyard-cache", answer.cache);
  if (answer.score !== undefined)
    headers.set("x-switchyard-cache-score", String(roundScore(answer.score)));
  headers.set("x-switchyard-request", answer.traceId);
  // A proxy that compresses would hold back a stream's first events.
  headers.set("cache-control", "no-store, no-transform");
  return headers;
}

function bedrockHeaders(headers: Headers): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => name.startsWith("x-amzn-bedrock-")));
}
