import "server-only";
import type { BedrockRuntimeClientConfig } from "@aws-sdk/client-bedrock-runtime";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { held } from "@/server/platform/held";

/** The prompt cache's door of this console, with a signing key that it issued. */
export interface PromptDoor {
  /** `https://console.example.com/api/bedrock` */
  endpoint: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
  namespace: string;
}

/** Over HTTP/1.1, which `http://` and `https://` both speak; the SDK's default is HTTP/2. Connections are shared. */
const handler = () =>
  held(
    "aws.bedrock-runtime.agents",
    () =>
      new NodeHttpHandler({
        connectionTimeout: 3_000,
        // A model may think for minutes; who waits for it has a limit of their own.
        requestTimeout: 0,
        httpAgent: { keepAlive: true, maxSockets: 1_024 },
        httpsAgent: { keepAlive: true, maxSockets: 1_024 },
        socketAcquisitionWarningTimeout: 60_000,
      }),
  );

/**
 * Settings of the client that an agent's model is asked through: endpoint, region and credentials by
 * the SDK's defaults, or the prompt cache in front. It repeats nothing: the harness does.
 */
export function agentClientConfig(door?: PromptDoor): BedrockRuntimeClientConfig {
  if (!door) return { maxAttempts: 1, requestHandler: handler() };
  return {
    maxAttempts: 1,
    endpoint: door.endpoint,
    credentials: door.credentials,
    requestHandler: inNamespace(door.namespace),
  };
}

/** The same connections, with the namespace named: the header is not part of the signature. */
function inNamespace(namespace: string): Pick<NodeHttpHandler, "handle"> {
  return {
    handle(request, options) {
      request.headers["x-switchyard-namespace"] = namespace;
      return handler().handle(request, options);
    },
  };
}
