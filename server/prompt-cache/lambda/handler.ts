import "server-only";
import { askConverse } from "../ask-converse";
import { asDoorError } from "../doors/as-door-error";
import { DOOR_STATUS, DoorError } from "../doors/door-error";
import { roundScore } from "../doors/round-score";
import { engineOfFunction } from "./engine-of-function";
import { BadEvent, type FunctionPrompt, readEvent } from "./event";

/** As in the article: `score` with a semantic hit. */
export interface FunctionAnswer {
  response: string;
  cache: string;
  score?: number;
}

interface HttpAnswer {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
}

/** Outside of the handler: connections live as long as the function instance. */
const engine = engineOfFunction();

/**
 * The Lambda function: `{prompt, system?, model?, bypass?}` → `{response, cache, score?}`, called
 * directly, by API Gateway or by a function URL. A direct call throws what went wrong, as Lambda
 * wants it; one by HTTP gets a status and `{error}`.
 */
export async function handler(event: unknown): Promise<FunctionAnswer | HttpAnswer> {
  const { http, prompt } = readEvent(event);
  if (!http) return answer(prompt());
  try {
    return httpAnswer(200, await answer(prompt()));
  } catch (error) {
    if (error instanceof BadEvent) return httpAnswer(400, { error: error.message });
    const { refusal, message, status = DOOR_STATUS[refusal] } = asDoorError(error);
    return httpAnswer(status, { error: message });
  }
}

async function answer({ prompt, system, model, bypass }: FunctionPrompt): Promise<FunctionAnswer> {
  try {
    await engine.wake();
    const by = {
      namespace: await engine.namespace(),
      door: "lambda" as const,
      bypass,
      // Nothing happens in a function between two invocations.
      waitForWrite: true,
    };
    const asked = { prompt, system, modelId: model ?? engine.modelId };
    const { status, response, problem, cache, score, done } = await askConverse(
      engine.cache,
      by,
      asked,
    );
    await done;
    if (problem !== undefined) throw new DoorError("unavailable", problem, { status });
    return { response, cache, ...(score !== undefined && { score: roundScore(score) }) };
  } finally {
    await engine.flush();
  }
}

const httpAnswer = (statusCode: number, body: object): HttpAnswer => ({
  statusCode,
  headers: { "content-type": "application/json", "cache-control": "no-store" },
  body: JSON.stringify(body),
});
