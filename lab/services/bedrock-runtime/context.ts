import type { ServerResponse } from "node:http";
import type { CallInfo, ModelPace } from "../../core/contracts.ts";
import type { Model } from "../../models/catalogue.ts";
import type { Books } from "./books.ts";
import { pause } from "./pace.ts";
import type { Reply } from "./turn.ts";

/** One request that a model answers. */
export interface Context {
  model: Model;
  /** As the client wrote it. */
  modelId: string;
  operation: string;
  res: ServerResponse;
  call: CallInfo;
  pace: ModelPace;
  books: Books;
  /** When the request came, of `performance.now()`. */
  began: number;
}

/** Whole milliseconds since the request came. */
export const elapsed = ({ began }: Context): number => Math.round(performance.now() - began);

/** Waits as the model would for its first token, or for `tokens` more. */
export const think = (
  { pace, model, call }: Context,
  part: "first" | "embedding" | { tokens: number },
): Promise<void> => {
  const base =
    part === "first"
      ? pace.latencyMs
      : part === "embedding"
        ? pace.embedMs
        : pace.perTokenMs * part.tokens;
  return pause(base * model.slowness, pace.jitter, call.signal);
};

/** Books an answer that is given at once and waits as long as the model takes for it. */
export async function sayAll(context: Context, reply: Reply): Promise<void> {
  const { books, model, operation, call } = context;
  books.open(model.id, operation, reply.inputTokens);
  try {
    await think(context, "first");
    await think(context, { tokens: reply.outputTokens });
  } catch (error) {
    if (call.signal?.aborted) books.brokenOff(model.id);
    throw error;
  }
  books.delivered(model.id, reply.outputTokens);
}

/** Answers with JSON; the id is AWS's, the rest as given. */
export function answerJson(
  { res, call }: Context,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  const text = JSON.stringify(body);
  res.writeHead(200, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(text),
    "x-amzn-requestid": call.requestId,
    ...headers,
  });
  res.end(text);
}

/** Begins an answer of events. */
export function beginStream({ res, call }: Context, headers: Record<string, string> = {}): void {
  res.writeHead(200, {
    "content-type": "application/vnd.amazon.eventstream",
    "x-amzn-requestid": call.requestId,
    ...headers,
  });
  res.flushHeaders();
}
