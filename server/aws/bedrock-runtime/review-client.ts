import "server-only";
import { BedrockRuntimeClient } from "@aws-sdk/client-bedrock-runtime";
import { held } from "@/server/platform/held";
import { clientSettings } from "../client-settings";

/** The SDK's client as it comes, for calls whose answers are read; a model may think for minutes. */
export const reviewClient = (): BedrockRuntimeClient =>
  held(
    "aws.bedrock-runtime.review",
    () => new BedrockRuntimeClient(clientSettings({ requestTimeoutMs: 300_000, maxAttempts: 3 })),
  );
