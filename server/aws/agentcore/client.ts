import "server-only";
import { BedrockAgentCoreClient } from "@aws-sdk/client-bedrock-agentcore";
import { BedrockAgentCoreControlClient } from "@aws-sdk/client-bedrock-agentcore-control";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { held } from "@/server/platform/held";
import { clientSettings } from "../client-settings";

export const agentCoreControl = (): BedrockAgentCoreControlClient =>
  held("aws.agentcore-control", () => new BedrockAgentCoreControlClient(clientSettings()));

/** Invocations answer for minutes, and none is repeated: what it did may have been done. */
export const agentCore = (): BedrockAgentCoreClient =>
  held(
    "aws.agentcore",
    () =>
      new BedrockAgentCoreClient({
        maxAttempts: 1,
        requestHandler: new NodeHttpHandler({
          connectionTimeout: 3_000,
          requestTimeout: 0,
          httpAgent: { keepAlive: true, maxSockets: 1_024 },
          httpsAgent: { keepAlive: true, maxSockets: 1_024 },
          socketAcquisitionWarningTimeout: 60_000,
        }),
      }),
  );
