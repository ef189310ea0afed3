import "server-only";
import { answerPrompt } from "./answer-prompt";
import type { PromptCache, PromptCacheParts } from "./parts";
import { makeRuntime } from "./runtime";
import { storeAnswer } from "./store-answer";

/** Puts a prompt cache together; keep one per process: circuits, flights and remembered vectors live in it. */
export function assemblePromptCache(parts: PromptCacheParts): PromptCache {
  const runtime = makeRuntime(parts);
  return {
    answer: (request) => answerPrompt(runtime, request),
    store: (request, response) => storeAnswer(runtime, request, response),
    close: () => runtime.close(),
  };
}
