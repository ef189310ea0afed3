import { AwsError } from "../../core/aws-error.ts";
import type { CallInfo, Lab, Operation } from "../../core/contracts.ts";
import { listOf, requiredText, wholeNumber } from "../../core/input.ts";
import { md5, md5OfAttributes } from "./digest.ts";
import type { Message, MessageAttribute, Queue } from "./queue.ts";

type Input = Record<string, unknown>;
type FindQueue = (input: Input) => Queue;

const MESSAGE_BYTES = 1024 * 1024;

/** The operations on messages. */
export function messageOperations(lab: Lab, find: FindQueue): Record<string, Operation> {
  const sendOne = (queue: Queue, input: Input) => {
    const body = requiredText(input, "MessageBody");
    if (Buffer.byteLength(body) > MESSAGE_BYTES) {
      const message =
        "One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes.";
      throw new AwsError("InvalidMessageContents", message);
    }
    const attributes = (input.MessageAttributes ?? {}) as Record<string, MessageAttribute>;
    const delay = wholeNumber(input, "DelaySeconds", { min: 0, max: 900, otherwise: -1 });
    const message = queue.send(body, { attributes, ...(delay >= 0 ? { delay } : {}) });
    return {
      MessageId: message.id,
      MD5OfMessageBody: md5(body),
      ...(message.attributes
        ? { MD5OfMessageAttributes: md5OfAttributes(message.attributes) }
        : {}),
    };
  };
  const setOne = (queue: Queue, input: Input) => {
    const seconds = wholeNumber(input, "VisibilityTimeout", { min: 0, max: 43_200, otherwise: 30 });
    queue.setVisibility(requiredText(input, "ReceiptHandle"), seconds * 1000);
    return {};
  };
  const removeOne = (queue: Queue, input: Input) => {
    queue.remove(requiredText(input, "ReceiptHandle"));
    return {};
  };
  const batch = (one: (queue: Queue, input: Input) => Input) => (input: Input) =>
    lab.store.transaction(() => runBatch(find(input), listOf<Input>(input, "Entries"), one));

  return {
    SendMessage: (input) => sendOne(find(input), input),
    SendMessageBatch: batch(sendOne),
    ReceiveMessage: (input, call) => receive(lab, find(input), input, call),
    DeleteMessage: (input) => {
      removeOne(find(input), input);
    },
    DeleteMessageBatch: batch(removeOne),
    ChangeMessageVisibility: (input) => {
      setOne(find(input), input);
    },
    ChangeMessageVisibilityBatch: batch(setOne),
  };
}

function runBatch(queue: Queue, entries: Input[], one: (queue: Queue, input: Input) => Input) {
  if (entries.length === 0) {
    const message = "There should be at least one entry in the request.";
    throw new AwsError("EmptyBatchRequest", message);
  }
  if (entries.length > 10) {
    const message = `Maximum number of entries per request are 10. You have sent ${entries.length}.`;
    throw new AwsError("TooManyEntriesInBatchRequest", message);
  }
  const ids = entries.map((entry) => requiredText(entry ?? {}, "Id"));
  if (new Set(ids).size < ids.length) {
    throw new AwsError("BatchEntryIdsNotDistinct", "Two or more batch entries have the same Id.");
  }
  const Successful: Input[] = [];
  const Failed: Input[] = [];
  for (const entry of entries) {
    try {
      Successful.push({ Id: entry.Id, ...one(queue, entry) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      Failed.push({ Id: entry.Id, SenderFault: true, Code: error.code, Message: error.message });
    }
  }
  // The model requires both lists in answers, empty or not.
  return { Successful, Failed };
}

async function receive(lab: Lab, queue: Queue, input: Input, call: CallInfo) {
  const most = wholeNumber(input, "MaxNumberOfMessages", { min: 1, max: 10, otherwise: 1 });
  const visibility = wholeNumber(input, "VisibilityTimeout", {
    min: 0,
    max: 43_200,
    otherwise: queue.seconds("VisibilityTimeout"),
  });
  const wait = wholeNumber(input, "WaitTimeSeconds", {
    min: 0,
    max: 20,
    otherwise: queue.seconds("ReceiveMessageWaitTimeSeconds"),
  });
  const messages = await queue.receive({
    most,
    visibilityMs: visibility * 1000,
    waitMs: wait * 1000,
    ...(call.signal ? { signal: call.signal } : {}),
  });
  if (messages.length === 0) return {};
  const system = new Set([
    ...listOf<string>(input, "AttributeNames"),
    ...listOf<string>(input, "MessageSystemAttributeNames"),
  ]);
  const wanted = listOf<string>(input, "MessageAttributeNames");
  return { Messages: messages.map((message) => described(lab, message, system, wanted)) };
}

function described(lab: Lab, message: Message, system: Set<string>, wanted: string[]) {
  const all: Record<string, string> = {
    SenderId: lab.account,
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt ?? 0),
  };
  const Attributes = Object.fromEntries(
    Object.entries(all).filter(([name]) => system.has("All") || system.has(name)),
  );
  const chosen = Object.fromEntries(
    Object.entries(message.attributes ?? {}).filter(([name]) =>
      wanted.some(
        (one) =>
          one === "All" ||
          one === name ||
          (one.endsWith(".*") && name.startsWith(one.slice(0, -1))),
      ),
    ),
  );
  const some = (value: object) => Object.keys(value).length > 0;
  return {
    MessageId: message.id,
    ReceiptHandle: message.receiptHandle,
    Body: message.body,
    MD5OfBody: md5(message.body),
    ...(some(Attributes) ? { Attributes } : {}),
    ...(some(chosen)
      ? { MessageAttributes: chosen, MD5OfMessageAttributes: md5OfAttributes(chosen) }
      : {}),
  };
}
