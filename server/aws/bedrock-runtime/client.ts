import "server-only";
import {
  BedrockRuntimeClient,
  type BedrockRuntimeClientConfig,
} from "@aws-sdk/client-bedrock-runtime";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { held } from "@/server/platform/held";

/** Calls at once to one endpoint: a model answers for seconds, and each call holds a connection. */
const MAX_SOCKETS = 1_024;

/**
 * The SDK's client for its endpoint, region, credentials and signature only: it reads no answer
 * (`send-raw.ts` does) and repeats nothing (`retrying.ts` does). HTTP/1.1 serves `http://` and
 * `https://` alike; only bidirectional streams, which are not cached, would need HTTP/2.
 */
export function makeBedrockClient(
  settings: Pick<BedrockRuntimeClientConfig, "endpoint" | "region" | "credentials"> = {},
): BedrockRuntimeClient {
  const client = new BedrockRuntimeClient({
    ...settings,
    maxAttempts: 1,
    requestHandler: new NodeHttpHandler({
      connectionTimeout: 3_000,
      // The time to an answer is bounded per call, where a person can cancel it as well.
      requestTimeout: 0,
      httpAgent: { keepAlive: true, maxSockets: MAX_SOCKETS },
      httpsAgent: { keepAlive: true, maxSockets: MAX_SOCKETS },
      socketAcquisitionWarningTimeout: 60_000,
    }),
  });
  client.middlewareStack.remove("deserializerMiddleware");
  return client;
}

export const bedrockRuntime = (): BedrockRuntimeClient =>
  held("aws.bedrock-runtime", () => makeBedrockClient());
