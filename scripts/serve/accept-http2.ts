/**
 * Loaded before `next start` (`node --import`): lets the console's port answer HTTP/2 without TLS too.
 * The AWS SDK for JavaScript calls Bedrock by HTTP/2 and nothing else, so an unmodified program on the
 * same network could not use `/api/bedrock` otherwise. Behind a load balancer with TLS it is not needed.
 */
import { Server } from "node:http";
import type { Socket } from "node:net";
import { bridgeHttp2 } from "./bridge-http2.ts";

/** How a connection of HTTP/2 begins; no method of HTTP/1 is called so. */
const PREFACE = "PRI ";
/** A connection that says nothing at all for so long is closed. Milliseconds. */
const SILENCE_MS = 60_000;

const listen = Server.prototype.listen;
const prepared = new WeakSet<Server>();

Server.prototype.listen = function listenBoth(this: Server, ...args: unknown[]) {
  if (!prepared.has(this)) {
    prepared.add(this);
    acceptHttp2(this);
  }
  return Reflect.apply(listen, this, args) as Server;
} as typeof listen;

function acceptHttp2(server: Server): void {
  const { serve } = bridgeHttp2(server);
  const answerHttp1 = server.listeners("connection");
  server.removeAllListeners("connection");
  server.on("connection", (socket: Socket) => {
    const give = () => socket.destroy();
    socket.on("error", give);
    socket.setTimeout(SILENCE_MS, give);
    socket.once("readable", () => {
      const first: Buffer | null = socket.read();
      socket.setTimeout(0);
      socket.off("timeout", give);
      socket.off("error", give);
      if (first === null) return void socket.destroy();
      socket.unshift(first);
      if (first.toString("latin1", 0, PREFACE.length) === PREFACE) return serve(socket);
      for (const listener of answerHttp1) listener.call(server, socket);
    });
  });
}
