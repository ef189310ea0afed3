import "server-only";
import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { Readable } from "node:stream";
import { AppError } from "@/server/platform/errors";
import { type HostRule, portOf } from "./hosts";
import { pinAddress } from "./pin-address";

export interface EgressOptions {
  /** What may be on this machine or network. */
  localHosts: readonly HostRule[];
  /** Of one answer; what is longer breaks off. */
  mostBytes: number;
  /** Headers of a request as it goes out, e.g. signed ones. */
  headersFor?(request: {
    url: URL;
    method: string;
    headers: Record<string, string>;
    body: string;
  }): Promise<Record<string, string>>;
}

/**
 * `fetch` for servers that an agent's configuration names: to addresses that were looked at, without
 * redirects, cookies or the environment's proxy.
 */
export function egressFetch(options: EgressOptions): typeof fetch {
  return async (target, init = {}) => {
    const url = new URL(target instanceof Request ? target.url : target);
    if (url.protocol !== "http:" && url.protocol !== "https:")
      throw new AppError("invalid", "Only http and https addresses can be called.");
    if (init.body !== undefined && init.body !== null && typeof init.body !== "string")
      throw new AppError("internal", "Only texts are sent.");
    const { address, family } = await pinAddress(url.hostname, portOf(url), options.localHosts);
    const given = { url, method: init.method ?? "GET", body: init.body ?? "" };
    const own = Object.fromEntries(new Headers(init.headers).entries());
    const headers = (await options.headersFor?.({ ...given, headers: own })) ?? own;
    return new Promise<Response>((resolve, reject) => {
      const send = url.protocol === "https:" ? requestHttps : requestHttp;
      const onward = send(url, {
        method: given.method,
        headers: given.body
          ? { ...headers, "content-length": String(Buffer.byteLength(given.body)) }
          : headers,
        // The name stays for TLS and for the other end; the address is the one that was looked at.
        lookup: (_name, { all }, done) =>
          all ? done(null, [{ address, family }]) : done(null, address, family),
        agent: false,
        ...(init.signal && { signal: init.signal }),
      });
      onward.on("error", reject);
      onward.on("response", (answer) => resolve(asResponse(answer, options.mostBytes)));
      onward.end(given.body || undefined);
    });
  };
}

const EMPTY = [204, 205, 304];

function asResponse(answer: IncomingMessage, mostBytes: number): Response {
  let bytes = 0;
  answer.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > mostBytes)
      answer.destroy(new AppError("upstream", `The answer is longer than ${mostBytes} bytes.`));
  });
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers))
    for (const each of [value ?? []].flat()) headers.append(name, each);
  const status = answer.statusCode ?? 502;
  if (EMPTY.includes(status)) {
    answer.resume();
    return new Response(null, { status, headers });
  }
  // Paused until somebody reads: the listener above alone would let it flow away.
  answer.pause();
  const body = Readable.toWeb(answer) as ReadableStream<Uint8Array>;
  return new Response(body, { status, headers });
}
