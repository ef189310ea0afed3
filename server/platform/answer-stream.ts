import "server-only";
import { once } from "node:events";
import type { IncomingHttpHeaders, ServerHttp2Stream } from "node:http2";
import type { AnswerRequest } from "./accept-http2";
import { log } from "./log";

/** Answers one stream of HTTP/2 by a route handler: its path raw, its body as it comes, its end when the client goes. */
export async function answerStream(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  answer: AnswerRequest,
): Promise<void> {
  const leaving = new AbortController();
  stream.once("close", () => leaving.abort());
  try {
    const response = await answer(requestOf(stream, headers, leaving.signal));
    if (stream.closed || stream.destroyed) return;
    stream.respond({ ":status": response.status, ...Object.fromEntries(response.headers) });
    await send(stream, response.body);
  } catch (error) {
    if (!stream.closed) log().warn({ error }, "an answer by HTTP/2 broke off");
    stream.close();
  }
}

function requestOf(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  signal: AbortSignal,
): Request {
  const host = headers[":authority"] ?? headers.host ?? "localhost";
  const method = headers[":method"] ?? "GET";
  const given = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    name.startsWith(":") || name === "host" || value === undefined ? [] : [[name, String(value)]],
  );
  const hasBody = method !== "GET" && method !== "HEAD";
  return new Request(`http://${host}${headers[":path"] ?? "/"}`, {
    method,
    headers: [["host", host], ...given],
    signal,
    ...(hasBody && { body: bodyOf(stream), duplex: "half" }),
  } as RequestInit);
}

/** Not by `Readable.toWeb`: it throws where nobody can catch it when a stream ends before it was read. */
function bodyOf(stream: ServerHttp2Stream): ReadableStream<Uint8Array> {
  const chunks = stream.iterator({ destroyOnReturn: false });
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const { done, value } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
    },
    { highWaterMark: 0 },
  );
}

/** Chunk by chunk, at the client's pace. */
async function send(stream: ServerHttp2Stream, body: Response["body"]): Promise<void> {
  if (body) {
    const gone = once(stream, "close").catch(() => undefined);
    for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
      if (stream.closed) break;
      if (!stream.write(chunk)) await Promise.race([once(stream, "drain"), gone]);
    }
  }
  stream.end();
}
