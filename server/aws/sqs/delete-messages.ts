import "server-only";
import { DeleteMessageBatchCommand } from "@aws-sdk/client-sqs";
import { callAws, nobody } from "../call-aws";
import { sqs } from "./client";

/** Takes at most 10 messages off the queue. Needs sqs:DeleteMessage. */
export async function deleteMessages(url: string, receipts: string[]): Promise<void> {
  if (receipts.length === 0) return;
  await callAws(nobody, "sqs", "DeleteMessageBatch", (options) =>
    sqs().send(
      new DeleteMessageBatchCommand({
        QueueUrl: url,
        Entries: receipts.map((receipt, index) => ({ Id: `m${index}`, ReceiptHandle: receipt })),
      }),
      options,
    ),
  );
}
