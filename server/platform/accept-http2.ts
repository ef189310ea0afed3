import "server-only";
import { subscribe } from "node:diagnostics_channel";
import { Server } from "node:http";
import { createServer, type Http2Server, type ServerHttp2Session } from "node:http2";
import type { Socket } from "node:net";
import { answerStream } from "./answer-stream";
import { held } from "./held";
import { onShutdown } from "./shutdown";

/** Answers a request as a route handler does. */
export type AnswerRequest = (request: Request) => Promise<Response>;

/** How a connection of HTTP/2 begins; no method of HTTP/1 is called so. */
const PREFACE = Buffer.from("PRI ");
/** A connection that says nothing is ended, as Node ends one whose first request never comes. */
const SILENT_MS = 60_000;
const IDLE_MS = 300_000;
/** Answers under way may end after a stop was asked for; shutdown itself waits 2 s. */
const LAST_WORDS_MS = 1_500;

const doors = () => held("http2.doors", () => new Map<string, AnswerRequest>());

/**
 * Answers paths below `prefix` also by HTTP/2 without TLS, on the console's own port: the AWS SDK for
 * JavaScript calls Bedrock by HTTP/2 and nothing else, and Next's server speaks HTTP/1. Behind a
 * proxy that ends TLS nothing of this is used. Call it before the first connection.
 */
export function acceptHttp2(prefix: string, answer: AnswerRequest): void {
  doors().set(prefix, answer);
  held("http2.listening", () => {
    // The server is Next's; its first connection tells which it is.
    subscribe("net.server.socket", (message) => {
      const { server } = (message as { socket: Socket & { server?: unknown } }).socket;
      if (server instanceof Server && !known.has(server)) {
        known.add(server);
        shareConnections(server);
      }
    });
    return true;
  });
}

const known = new WeakSet<Server>();

/** Looks at each new connection's first bytes, and hands it to whom they are for. */
function shareConnections(server: Server): void {
  const second = http2Server();
  const first = server.listeners("connection");
  server.removeAllListeners("connection");
  server.on("connection", (socket: Socket) => {
    const end = () => socket.destroy();
    socket.on("error", end);
    socket.setTimeout(SILENT_MS, end);
    whenItSpeaks(socket, (beginning) => {
      socket.off("error", end);
      socket.setTimeout(0);
      socket.off("timeout", end);
      socket.unshift(beginning);
      if (beginning.subarray(0, PREFACE.length).equals(PREFACE)) {
        // Sockets of HTTP/1 stay open when the other side ends; a session would never hear of it.
        socket.allowHalfOpen = false;
        second.emit("connection", socket);
      } else for (const listener of first) listener.call(server, socket);
    });
  });
}

function whenItSpeaks(socket: Socket, take: (beginning: Buffer) => void): void {
  let read = Buffer.alloc(0);
  const look = () => {
    const chunk: Buffer | null = socket.read();
    if (chunk) read = Buffer.concat([read, chunk]);
    else if (socket.readableEnded) return void socket.destroy();
    const undecided = read.length < PREFACE.length && PREFACE.subarray(0, read.length).equals(read);
    if (undecided) return;
    socket.off("readable", look);
    take(read);
  };
  socket.on("readable", look);
  socket.once("end", () => {
    if (read.length < PREFACE.length) socket.destroy();
  });
}

function http2Server(): Http2Server {
  const sessions = new Set<ServerHttp2Session>();
  const server = createServer({ settings: { maxConcurrentStreams: 250 } });
  server.on("session", (session) => {
    sessions.add(session);
    session.once("close", () => sessions.delete(session));
    session.on("error", () => session.destroy());
    session.setTimeout(IDLE_MS, () => session.close());
  });
  server.on("stream", (stream, headers) => {
    // An error of a stream is its client's going away.
    stream.on("error", () => undefined);
    const path = headers[":path"] ?? "/";
    const door = [...doors()].find(([prefix]) => path.startsWith(prefix))?.[1];
    if (door) void answerStream(stream, headers, door);
    else stream.respond({ ":status": 404 }, { endStream: true });
  });
  onShutdown(async () => {
    for (const session of sessions) session.close();
    const patience = setTimeout(() => {
      for (const session of sessions) session.destroy();
    }, LAST_WORDS_MS);
    patience.unref();
  });
  return server;
}
