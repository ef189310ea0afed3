import "server-only";
import type { PromptAnswer } from "../engine/contracts";

/** An answer's bytes as a web stream, one chunk per pull; when the client goes away `leave` is called. */
export function streamBody(
  chunks: AsyncIterable<Uint8Array>,
  leave: () => void,
): ReadableStream<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        try {
          const { done, value } = await iterator.next();
          if (done) controller.close();
          else controller.enqueue(value);
        } catch (error) {
          controller.error(error);
        }
      },
      cancel: async () => {
        leave();
        await iterator.return?.();
      },
    },
    // Nothing is read ahead of the client: its pace is the model's.
    { highWaterMark: 0 },
  );
}

/** All of an answer's bytes; at once where they are there. */
export const wholeBody = ({
  whole,
  body,
}: Pick<PromptAnswer, "whole" | "body">): Uint8Array | Promise<Uint8Array> =>
  whole ? joined(whole) : readAll(body);

async function readAll(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return joined(parts);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
}
