import "server-only";
import { SQSClient } from "@aws-sdk/client-sqs";
import { held } from "@/server/platform/held";
import { clientSettings } from "../client-settings";

/** A long poll answers after 20 s at the latest; retries are the consumer's own business. */
export const sqs = (): SQSClient =>
  held(
    "aws.sqs",
    () => new SQSClient(clientSettings({ requestTimeoutMs: 25_000, maxAttempts: 1 })),
  );
