import { type IncomingMessage, request, type Server } from "node:http";
import {
  createServer,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from "node:http2";
import type { AddressInfo, Socket } from "node:net";

/** What is bridged: pages and actions go by HTTP/1, where the console sees who calls. */
const BRIDGED = "/api/bedrock/";

/** Headers of one connection; HTTP/2 has no place for them. */
const OF_CONNECTION = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "transfer-encoding",
  "upgrade",
  "http2-settings",
  "te",
]);

/**
 * Hands requests below `/api/bedrock/` of HTTP/2 connections to the same server by HTTP/1, streaming both ways. A client that
 * goes away ends the request, and an answer that breaks off ends the stream with an error, never whole.
 */
export function bridgeHttp2(server: Server): { serve(socket: Socket): void } {
  const sessions = new Set<ServerHttp2Session>();
  const second = createServer({ settings: { maxConcurrentStreams: 200 } });
  second.on("session", (session) => {
    sessions.add(session);
    session.once("close", () => sessions.delete(session));
    session.on("error", () => session.destroy());
  });
  second.on("stream", (stream, headers) => pass(server, stream, headers));
  // The server counts only its own connections: these would keep the process from ending.
  server.once("close", () => endAll(sessions));
  const close = server.close.bind(server);
  server.close = (done) => {
    for (const session of sessions) session.close();
    return close(done);
  };
  return {
    serve: (socket) => {
      // Sockets of HTTP/1 stay open when the other side ends; a session would never hear of it.
      socket.allowHalfOpen = false;
      second.emit("connection", socket);
    },
  };
}

const endAll = (sessions: ReadonlySet<ServerHttp2Session>): void => {
  for (const session of sessions) session.destroy();
};

function pass(server: Server, stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void {
  if (!headers[":path"]?.startsWith(BRIDGED)) {
    stream.respond({ ":status": 421, "content-type": "application/json" });
    return void stream.end(`{"message":"HTTP/2 is answered below ${BRIDGED} only."}`);
  }
  const { address, port } = server.address() as AddressInfo;
  const onward = request({
    host: address === "::" || address === "0.0.0.0" ? "127.0.0.1" : address,
    port,
    method: headers[":method"],
    path: headers[":path"],
    headers: { ...ofHttp1(headers), host: headers[":authority"] ?? headers.host ?? "" },
  });
  stream.on("error", () => onward.destroy());
  stream.once("close", () => onward.destroy());
  onward.once("error", () => refuse(stream));
  onward.once("response", (answer) => answerWith(stream, answer));
  stream.pipe(onward);
}

function answerWith(stream: ServerHttp2Stream, answer: IncomingMessage): void {
  if (stream.destroyed || stream.headersSent) return void answer.destroy();
  stream.respond({ ":status": answer.statusCode ?? 502, ...ofHttp1(answer.headers) });
  // Destroyed with an error it ends by a reset; closed, it would first look whole.
  answer.once("error", (error) => stream.destroy(error));
  answer.pipe(stream);
}

function refuse(stream: ServerHttp2Stream): void {
  if (stream.destroyed) return;
  if (stream.headersSent) return void stream.destroy(new Error("The answer broke off"));
  stream.respond({ ":status": 502, "content-type": "application/json" });
  stream.end('{"message":"The console did not answer."}');
}

const ofHttp1 = (headers: IncomingHttpHeaders): Record<string, string | string[]> =>
  Object.fromEntries(
    Object.entries(headers).filter(
      (entry): entry is [string, string | string[]] =>
        entry[1] !== undefined && !entry[0].startsWith(":") && !OF_CONNECTION.has(entry[0]),
    ),
  );
