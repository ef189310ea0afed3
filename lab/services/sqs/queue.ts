import { randomBytes } from "node:crypto";
import { AwsError } from "../../core/aws-error.ts";
import type { Collection, Lab } from "../../core/contracts.ts";

export interface MessageAttribute {
  DataType: string;
  StringValue?: string;
  /** Base64. */
  BinaryValue?: string;
}

export interface Message {
  id: string;
  body: string;
  attributes?: Record<string, MessageAttribute>;
  sentAt: number;
  /** Milliseconds since 1970 from which it can be received. */
  visibleAt: number;
  receiveCount: number;
  firstReceivedAt?: number;
  /** The last one given out; only this one deletes. */
  receiptHandle?: string;
}

export interface QueueRecord {
  name: string;
  createdAt: number;
  modifiedAt: number;
  /** As SetQueueAttributes takes them: numbers as text. */
  attributes: Record<string, string>;
}

/** One queue: its messages are in memory for speed and in the store so that a kill loses none. */
export interface Queue {
  record: QueueRecord;
  messages: Map<string, Message>;
  send(
    body: string,
    options: { delay?: number; attributes?: Record<string, MessageAttribute> },
  ): Message;
  /** Waits up to `waitMs` for the first message; comes back at once with an empty list when `signal` aborts. */
  receive(options: {
    most: number;
    visibilityMs: number;
    waitMs: number;
    signal?: AbortSignal;
  }): Promise<Message[]>;
  /** Deleting what is gone already is a success. Throws `ReceiptHandleIsInvalid`. */
  remove(receiptHandle: string): void;
  setVisibility(receiptHandle: string, milliseconds: number): void;
  purge(): void;
  /** Lets every waiting client go with an empty answer. */
  release(): void;
  seconds(attribute: string): number;
}

/** Opens a queue with the messages that the store holds for it. */
export function openQueue(lab: Lab, record: QueueRecord): Queue {
  const kept: Collection<Message> = lab.store.collection("sqs.messages");
  const messages = new Map<string, Message>();
  const prefix = `${record.name}/`;
  for (const message of kept.list(prefix)) messages.set(message.id, message);
  const waiting = new Map<() => void, () => void>();
  const keep = (message: Message) => kept.put(prefix + message.id, message);
  const drop = (id: string) => {
    messages.delete(id);
    kept.delete(prefix + id);
  };
  const wake = () => {
    for (const look of [...waiting.keys()]) look();
  };
  const wakeAt = (moment: number) => {
    if (moment <= Date.now()) wake();
    else lab.after(moment - Date.now() + 1, wake);
  };
  for (const message of messages.values()) {
    if (message.visibleAt > Date.now()) wakeAt(message.visibleAt);
  }

  const queue: Queue = {
    record,
    messages,
    seconds: (attribute) => Number(record.attributes[attribute] ?? DEFAULTS[attribute]),

    send(body, { delay, attributes }) {
      const now = Date.now();
      const message: Message = {
        id: crypto.randomUUID(),
        body,
        ...(attributes && Object.keys(attributes).length > 0 ? { attributes } : {}),
        sentAt: now,
        visibleAt: now + 1000 * (delay ?? queue.seconds("DelaySeconds")),
        receiveCount: 0,
      };
      keep(message);
      messages.set(message.id, message);
      wakeAt(message.visibleAt);
      return message;
    },

    async receive({ most, visibilityMs, waitMs, signal }) {
      const found = take(most, visibilityMs);
      if (found.length > 0 || waitMs === 0 || signal?.aborted) return found;
      return new Promise((resolve) => {
        const end = (result: Message[]) => {
          waiting.delete(look);
          cancel();
          signal?.removeEventListener("abort", leave);
          resolve(result);
        };
        const look = () => {
          const now = take(most, visibilityMs);
          if (now.length > 0) end(now);
        };
        const leave = () => end([]);
        const cancel = lab.after(waitMs, leave);
        signal?.addEventListener("abort", leave);
        waiting.set(look, leave);
      });
    },

    remove(receiptHandle) {
      const message = held(receiptHandle);
      if (message?.receiptHandle === receiptHandle) drop(message.id);
    },

    setVisibility(receiptHandle, milliseconds) {
      const message = held(receiptHandle);
      if (message?.receiptHandle !== receiptHandle || message.visibleAt <= Date.now()) {
        throw new AwsError("MessageNotInflight", "The specified message isn't in flight.");
      }
      message.visibleAt = Date.now() + milliseconds;
      keep(message);
      wakeAt(message.visibleAt);
    },

    release() {
      for (const leave of [...waiting.values()]) leave();
    },

    purge() {
      lab.store.transaction(() => {
        for (const id of [...messages.keys()]) drop(id);
      });
    },
  };

  function take(most: number, visibilityMs: number): Message[] {
    const now = Date.now();
    const oldest = now - 1000 * queue.seconds("MessageRetentionPeriod");
    const taken: Message[] = [];
    lab.store.transaction(() => {
      for (const message of messages.values()) {
        if (taken.length >= most) break;
        if (message.sentAt < oldest) drop(message.id);
        else if (message.visibleAt <= now) {
          message.visibleAt = now + visibilityMs;
          message.receiveCount++;
          message.firstReceivedAt ??= now;
          message.receiptHandle = `${message.id}.${randomBytes(12).toString("base64url")}`;
          keep(message);
          taken.push({ ...message });
        }
      }
    });
    if (taken.length > 0) wakeAt(now + visibilityMs);
    return taken;
  }

  function held(receiptHandle: string): Message | undefined {
    const id = receiptHandle.split(".", 1)[0] ?? "";
    if (!/^[0-9a-f-]{36}$/.test(id)) {
      throw new AwsError("ReceiptHandleIsInvalid", "The input receipt handle is invalid.");
    }
    return messages.get(id);
  }

  return queue;
}

/** What a queue has when nothing else was said, in the service's own units. */
export const DEFAULTS: Record<string, string> = {
  DelaySeconds: "0",
  MaximumMessageSize: "1048576",
  MessageRetentionPeriod: "345600",
  ReceiveMessageWaitTimeSeconds: "0",
  VisibilityTimeout: "30",
};
