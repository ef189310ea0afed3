import { createEventWriter } from "../../core/wire/event-stream.ts";
import { beginStream, type Context, elapsed, think } from "./context.ts";
import { pieces } from "./pieces.ts";
import type { Reply } from "./turn.ts";

/** One event of a streamed answer. */
export interface StreamStep {
  type: string;
  payload: unknown;
  /** A part of the answer that the model has to say first, for its time and its tokens. */
  says?: string;
}

/** The words of a text as steps. */
export const saySteps = (
  text: string,
  step: (piece: string) => Omit<StreamStep, "says">,
): StreamStep[] => pieces(text).map((piece) => ({ ...step(piece), says: piece }));

/**
 * Streams an answer at the model's pace; gives the events that were sent, or undefined when it was broken
 * off. Tokens are booked as they are delivered, in proportion to the text.
 */
export async function streamReply(
  context: Context,
  reply: Reply,
  headers: Record<string, string>,
  steps: (firstByteMs: number) => Iterable<StreamStep>,
): Promise<{ type: string; payload: unknown }[] | undefined> {
  const { books, call, model, operation, res } = context;
  books.open(model.id, operation, reply.inputTokens);
  const sent: { type: string; payload: unknown }[] = [];
  const writer = createEventWriter(res, call.midStream, call.signal);
  let said = 0;
  let booked = 0;
  try {
    await think(context, "first");
    beginStream(context, headers);
    const called = (reply.toolUses ?? []).map(({ input }) => JSON.stringify(input));
    const total = [reply.text, ...called].join("").length;
    for (const { type, payload, says } of steps(elapsed(context))) {
      if (says !== undefined) {
        said += says.length;
        const tokens = Math.round((reply.outputTokens * said) / Math.max(1, total)) - booked;
        await think(context, { tokens });
        call.signal?.throwIfAborted();
        if (await writer.write(type, payload)) {
          booked += tokens;
          books.delivered(model.id, tokens);
          sent.push({ type, payload });
          continue;
        }
      } else if (await writer.write(type, payload)) {
        sent.push({ type, payload });
        continue;
      }
      books.brokenOff(model.id);
      return undefined;
    }
    res.end();
    return sent;
  } catch (error) {
    if (!call.signal?.aborted) throw error;
    books.brokenOff(model.id);
    return undefined;
  }
}
