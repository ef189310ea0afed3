import "server-only";
import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { callAws, nobody } from "../call-aws";
import { sqs } from "./client";

export interface QueueMessage {
  body: string;
  receipt: string;
}

/** Waits up to 20 s for messages. `signal` ends the wait. Needs sqs:ReceiveMessage. */
export async function receiveMessages(url: string, signal: AbortSignal): Promise<QueueMessage[]> {
  const answer = await callAws(
    nobody,
    "sqs",
    "ReceiveMessage",
    (options) =>
      sqs().send(
        new ReceiveMessageCommand({
          QueueUrl: url,
          MaxNumberOfMessages: 10,
          WaitTimeSeconds: 20,
          VisibilityTimeout: 30,
        }),
        options,
      ),
    { deadlineMs: 26_000, signal },
  );
  return (answer.Messages ?? []).flatMap((message) =>
    message.ReceiptHandle ? [{ body: message.Body ?? "", receipt: message.ReceiptHandle }] : [],
  );
}
