import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer as createHttp2Server, type ServerHttp2Session } from "node:http2";
import type { Socket } from "node:net";

/** How a connection of HTTP/2 begins; no method of HTTP/1 is called so. */
const PREFACE = "PRI ";

/**
 * Lets a plain HTTP server answer HTTP/2 on the same port as well: the AWS SDK for JavaScript calls Bedrock
 * by HTTP/2 and nothing else, also where the endpoint has no TLS. Gives what ends these connections.
 */
export function acceptHttp2(
  server: Server,
  answer: (req: IncomingMessage, res: ServerResponse) => void,
): () => void {
  const sessions = new Set<ServerHttp2Session>();
  const second = createHttp2Server((req, res) =>
    // Node's own compatibility classes: what the lab uses of a request and a response is alike.
    answer(req as unknown as IncomingMessage, res as unknown as ServerResponse),
  );
  second.on("session", (session) => {
    sessions.add(session);
    session.once("close", () => sessions.delete(session));
    session.on("error", () => {});
  });
  const answerHttp1 = server.listeners("connection");
  server.removeAllListeners("connection");
  server.on("connection", (socket: Socket) => {
    const ignore = () => {};
    socket.on("error", ignore);
    socket.once("readable", () => {
      const first: Buffer | null = socket.read();
      if (first === null) {
        socket.destroy();
        return;
      }
      socket.off("error", ignore);
      socket.unshift(first);
      if (first.toString("latin1", 0, PREFACE.length) === PREFACE) {
        // Sockets of HTTP/1 stay open when the other side ends; a session would never hear of it.
        socket.allowHalfOpen = false;
        second.emit("connection", socket);
      } else for (const listener of answerHttp1) listener.call(server, socket);
    });
  });
  return () => {
    for (const session of sessions) session.destroy();
  };
}
