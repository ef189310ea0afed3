import "server-only";
import {
  createServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from "node:http";
import { connect } from "node:net";
import type { Duplex } from "node:stream";
import { portOf } from "./hosts";
import type { Pinned } from "./pin-address";

/** Says where a connection may go, or throws an `AppError` when it may not. */
export type Admit = (to: { host: string; port: number }) => Promise<Pinned>;

const SILENCE_MS = 60_000;
/** Meant for the next hop only. RFC 9110, 7.6.1. */
const HOP_BY_HOP = [
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];

/**
 * A forward proxy for HTTP and, by CONNECT, for everything else. It connects to the address that
 * `admit` gave and looks nothing up itself, so that a name cannot mean one host when it is checked and
 * another when it is used.
 */
export function forwardProxy(admit: Admit): Server {
  const server = createServer((req, res) => {
    // No page of ours in the place of theirs: who asked learns the reason from `admit`'s owner.
    pass(admit, req, res).catch(() => res.destroy());
  });
  server.on("connect", (req: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on("error", () => socket.destroy());
    tunnel(admit, req, socket, head).catch(() => {
      socket.end("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n");
    });
  });
  server.on("upgrade", (_req, socket: Duplex) => socket.destroy());
  return server;
}

async function pass(admit: Admit, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const url = URL.canParse(req.url ?? "") ? new URL(req.url ?? "") : undefined;
  if (url?.protocol !== "http:") return void res.writeHead(400).end();
  const { address, family } = await admit({ host: url.hostname, port: portOf(url) });
  const headers = Object.fromEntries(
    Object.entries(req.headers).filter(([name]) => !HOP_BY_HOP.includes(name)),
  );
  const onward = request({
    host: address,
    family,
    port: portOf(url),
    method: req.method,
    path: `${url.pathname}${url.search}`,
    headers: { ...headers, host: url.host, connection: "close" },
    timeout: SILENCE_MS,
    agent: false,
  });
  onward.on("timeout", () => onward.destroy(new Error("silence")));
  onward.on("error", () => (res.headersSent ? res.destroy() : res.writeHead(502).end()));
  onward.on("response", (answer) => {
    const kept = Object.entries(answer.headers).filter(([name]) => !HOP_BY_HOP.includes(name));
    res.writeHead(answer.statusCode ?? 502, Object.fromEntries(kept));
    answer.on("error", () => res.destroy());
    answer.pipe(res);
  });
  res.on("close", () => onward.destroy());
  req.pipe(onward);
}

async function tunnel(
  admit: Admit,
  req: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): Promise<void> {
  const to = new URL(`connect://${req.url}`);
  const port = Number(to.port || 443);
  const { address, family } = await admit({ host: to.hostname, port });
  const onward = connect({ host: address, family, port });
  onward.setTimeout(SILENCE_MS, () => onward.destroy());
  onward.on("error", () => {
    if (onward.connecting) socket.end("HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n");
    else socket.destroy();
  });
  onward.on("connect", () => {
    socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
    onward.write(head);
    onward.pipe(socket).pipe(onward);
  });
  socket.on("close", () => onward.destroy());
}
