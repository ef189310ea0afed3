import "server-only";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { env } from "./env";
import { held } from "./held";

/**
 * The address a request came from: the socket's, or, with `trusted` proxies of our own in front,
 * the one that the outermost of them saw. What a client writes into the header itself never counts.
 */
export function clientAddress(
  forwarded: string | undefined,
  socketAddress: string,
  trusted: number,
): string {
  const hops = (forwarded ?? "").split(",").map((hop) => hop.trim());
  const chain = [...hops.filter(Boolean), socketAddress];
  return chain[Math.max(0, chain.length - 1 - trusted)] ?? socketAddress;
}

/**
 * Route handlers see headers only, and Next keeps an `x-forwarded-for` that a client made up. So
 * before Next sees a request, its header is replaced by the one address that can be believed.
 */
export function believeOwnAddressesOnly(): void {
  held("client-address", () => {
    subscribe("http.server.request.start", (message) => {
      const { request } = message as { request: IncomingMessage };
      const forwarded = request.headers["x-forwarded-for"];
      request.headers["x-forwarded-for"] = clientAddress(
        Array.isArray(forwarded) ? forwarded.join(",") : forwarded,
        request.socket.remoteAddress ?? "unknown",
        env().SWITCHYARD_TRUSTED_PROXIES ?? 0,
      );
    });
    return true;
  });
}
