import "server-only";

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

/** All of an answer's bytes. */
export async function wholeBody(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of chunks) parts.push(part);
  return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
}
