import "server-only";

/** Server-sent events as a response that no proxy keeps, changes or holds back. */
export const eventStream = (events: ReadableStream<Uint8Array>): Response =>
  new Response(events, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
    },
  });
