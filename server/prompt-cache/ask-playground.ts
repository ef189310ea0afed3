import "server-only";
import type { Asked, AskInput } from "@/lib/prompt-cache/playground";
import type { Ctx } from "@/server/platform/ctx";
import { env } from "@/server/platform/env";
import { AppError } from "@/server/platform/errors";
import { askConverse } from "./ask-converse";
import { roundScore } from "./doors/round-score";
import { consolePromptCache } from "./engine-of-console";
import { findNamespace } from "./namespaces/find-namespace";

/**
 * One prompt through the pipeline, with its trace; what the model said is stored like any answer.
 * @throws AppError not_found (namespace), upstream (the model's own word)
 */
export async function askPlayground({ ctx, input }: { ctx: Ctx; input: AskInput }): Promise<Asked> {
  const { prompt, system, temperature, bypass } = input;
  const answer = await askConverse(
    consolePromptCache(),
    {
      namespace: await findNamespace(input.namespace),
      door: "playground",
      bypass,
      // So that the next click finds it, however quick it is.
      waitForWrite: true,
      signal: ctx.signal,
    },
    { prompt, system, temperature, modelId: input.modelId ?? env().SWITCHYARD_PROMPT_MODEL },
  );
  ctx.recordUpstream({ service: "bedrock", operation: "Converse" });
  if (answer.problem !== undefined)
    throw new AppError(
      answer.status === 429 ? "throttled" : answer.status < 500 ? "invalid" : "upstream",
      `The model says: ${answer.problem}`,
      { effect: "none" },
    );
  const { response, cache, score, done } = answer;
  return {
    response,
    cache,
    ...(score !== undefined && { score: roundScore(score) }),
    trace: await done,
  };
}
