import "server-only";
import { type EgressOptions, egressFetch } from "@/server/agents/egress/egress-fetch";
import { type HostRule, isListed, portOf } from "@/server/agents/egress/hosts";
import { AppError } from "@/server/platform/errors";
import { type Connection, openHttp } from "./connection";
import { headersOf } from "./headers";

/** Of one answer; pictures come as base64. */
const MOST_BYTES = 16 * 1_048_576;

/**
 * Connects to a server over streamable HTTP, under the rules of egress.
 *
 * @throws AppError in one sentence for an address or header that cannot be used, or no connection
 */
export async function openRemote(
  name: string,
  config: { url?: unknown; headers?: unknown },
  parts: {
    localHosts: readonly HostRule[];
    signal: AbortSignal;
    headersFor?: EgressOptions["headersFor"];
  },
): Promise<Connection> {
  const url =
    typeof config.url === "string" && URL.canParse(config.url) ? new URL(config.url) : undefined;
  if (!url || (url.protocol !== "http:" && url.protocol !== "https:") || url.username)
    throw new AppError(
      "invalid",
      `The address of ${name} must be http or https, without a name in it.`,
    );
  const { headers, secret } = headersOf(config.headers, name);
  if (secret && url.protocol === "http:" && !isListed(parts.localHosts, url.hostname, portOf(url)))
    throw new AppError("invalid", `${name} is sent a secret, so its address must be https.`);
  const { headersFor } = parts;
  const fetch = egressFetch({
    localHosts: parts.localHosts,
    mostBytes: MOST_BYTES,
    ...(headersFor && { headersFor }),
  });
  return openHttp(name, { url, headers, fetch }, parts.signal);
}
