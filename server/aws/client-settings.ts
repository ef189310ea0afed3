import "server-only";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { RenewedRetries } from "./renewed-retries";

/**
 * What every AWS client has in common; endpoint, region and credentials come from the SDK's defaults.
 * An answer that takes longer than `requestTimeoutMs` is a failure; retries back off for a few seconds at most.
 */
export function clientSettings(options: { requestTimeoutMs?: number; maxAttempts?: number } = {}) {
  const maxAttempts = options.maxAttempts ?? 4;
  return {
    maxAttempts,
    retryStrategy: new RenewedRetries(maxAttempts),
    requestHandler: new NodeHttpHandler({
      connectionTimeout: 1_500,
      requestTimeout: options.requestTimeoutMs ?? 6_500,
      throwOnRequestTimeout: true,
    }),
  };
}
