import {
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from "node:http";
import { pipeline } from "node:stream";
import type { Target } from "./target.ts";

const HOP_BY_HOP = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "proxy-authenticate",
  "proxy-authorization",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "expect",
]);
const IDEMPOTENT = new Set(["GET", "HEAD", "OPTIONS", "PUT", "DELETE"]);
const CONNECT_MS = 2000;
const IDLE_MS = 60_000;
const REPLAY_BYTES = 64 * 1024;
const ATTEMPTS = 4;

/** How a request ended, as far as the balancer's counters care. */
export type Outcome = "answered" | "failed" | "client-left";

export interface Forwarding {
  req: IncomingMessage;
  res: ServerResponse;
  /** Another target each time; undefined when there is none. */
  pick(tried: ReadonlySet<Target>): Target | undefined;
}

/**
 * Sends a request to a target and streams the answer back. Nothing is lost when a target goes away
 * before it answered: what is safe to send again (nothing was sent yet, or the method is
 * idempotent and its body is at hand) goes to another target.
 */
export async function forward({ req, res, pick }: Forwarding): Promise<Outcome> {
  const method = req.method ?? "GET";
  const body = await readSmallBody(req);
  if (body === "left") return "client-left";
  const tried = new Set<Target>();
  for (let attempt = 1; ; attempt++) {
    const target = pick(tried);
    if (!target) {
      answer(res, 503, "No instance is registered with the load balancer.");
      return "failed";
    }
    tried.add(target);
    target.inFlight++;
    const result = await send(target, req, res, body, IDEMPOTENT.has(method));
    target.inFlight--;
    if (result.kind !== "no-answer") return result.kind;
    if (result.refused) target.noteRefused();
    // A streamed body is gone once a part of it was sent; then only a refusal is safe to repeat.
    const replayable = body !== "stream" && (result.refused || IDEMPOTENT.has(method));
    if (!replayable || attempt >= ATTEMPTS || res.destroyed) {
      if (res.destroyed) return "client-left";
      answer(res, result.late ? 504 : 502, "No instance answered. Was a release deployed yet?");
      return "failed";
    }
  }
}

type Sent =
  | { kind: "answered" | "failed" | "client-left" }
  | { kind: "no-answer"; refused: boolean; late: boolean };

function send(
  target: Target,
  req: IncomingMessage,
  res: ServerResponse,
  body: Buffer | "none" | "stream",
  reuse: boolean,
): Promise<Sent> {
  return new Promise((resolve) => {
    const { address: host, port } = target.where;
    const upstream = request({
      host,
      port,
      method: req.method,
      path: req.url,
      headers: forwarded(req),
      // A kept connection may close under a request; only what may be repeated takes that chance.
      agent: reuse ? target.agent : false,
    });
    let late = false;
    let answered = false;
    const left = () => {
      upstream.destroy();
      resolve({ kind: "client-left" });
    };
    res.once("close", left);
    const settle = (sent: Sent) => {
      res.off("close", left);
      resolve(sent);
    };
    upstream.once("socket", (socket) => {
      if (!socket.connecting) return;
      const timer = setTimeout(() => upstream.destroy(new Error("connect timeout")), CONNECT_MS);
      socket.once("connect", () => clearTimeout(timer));
      socket.once("close", () => clearTimeout(timer));
    });
    upstream.setTimeout(IDLE_MS, () => {
      late = true;
      upstream.destroy(new Error("idle timeout"));
    });
    upstream.once("error", (error: NodeJS.ErrnoException) => {
      if (answered) return;
      const refused = ["ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH"].includes(error.code ?? "");
      settle({ kind: "no-answer", refused: refused || error.message === "connect timeout", late });
    });
    upstream.once("response", (response) => {
      answered = true;
      res.off("close", left);
      res.writeHead(response.statusCode ?? 502, clean(response.headers));
      let clientLeft = false;
      res.once("close", () => {
        clientLeft = !response.destroyed;
      });
      pipeline(response, res, (error) => {
        if (!error) return resolve({ kind: "answered" });
        resolve({ kind: clientLeft ? "client-left" : "failed" });
        res.destroy();
      });
    });
    if (body === "stream") {
      // Not pipeline(): it would destroy the client's request when a target goes away.
      req.pipe(upstream);
    } else upstream.end(body === "none" ? undefined : body);
  });
}

/** Bodies up to 64 KB are read first, so that they can be sent again. */
async function readSmallBody(req: IncomingMessage): Promise<Buffer | "none" | "stream" | "left"> {
  const length = req.headers["content-length"];
  if (!req.headers["transfer-encoding"] && (length === undefined || length === "0")) return "none";
  if (length === undefined || Number(length) > REPLAY_BYTES) return "stream";
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of req) chunks.push(chunk);
  } catch {
    return "left";
  }
  return Buffer.concat(chunks);
}

function forwarded(req: IncomingMessage): IncomingHttpHeaders {
  const before = req.headers["x-forwarded-for"];
  const client = req.socket.remoteAddress ?? "";
  return {
    ...clean(req.headers),
    "x-forwarded-for": before ? `${before}, ${client}` : client,
    "x-forwarded-proto": "http",
    "x-forwarded-port": String(req.socket.localPort ?? ""),
  };
}

function clean(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const named = String(headers.connection ?? "")
    .split(",")
    .map((name) => name.trim().toLowerCase());
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name) && !named.includes(name)),
  );
}

function answer(res: ServerResponse, status: number, sentence: string): void {
  if (res.headersSent || res.destroyed) return;
  res.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
  });
  res.end(
    `<!doctype html><html lang="en"><title>${status}</title><h1>${status}</h1><p>${sentence}</p></html>\n`,
  );
}
