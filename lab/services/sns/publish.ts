import { AwsError } from "../../core/aws-error.ts";
import type { Lab } from "../../core/contracts.ts";
import { isTrue, optionalText, requiredText } from "../../core/input.ts";
import type { createOutbox } from "./outbox.ts";

export interface Subscription {
  arn: string;
  topicArn: string;
  protocol: string;
  endpoint: string;
  attributes: Record<string, string>;
}

/** Publish: into the outbox always, into subscribed queues really. */
export async function publish(
  lab: Lab,
  outbox: ReturnType<typeof createOutbox>,
  subscriptions: Subscription[],
  topicArn: string,
  input: Record<string, unknown>,
): Promise<{ MessageId: string }> {
  const message = requiredText(input, "Message");
  const subject = optionalText(input, "Subject");
  if (Buffer.byteLength(message) > 262_144) {
    throw new AwsError("InvalidParameter", "Invalid parameter: Message too long");
  }
  if (subject !== undefined && !/^[^\n\r]{1,100}$/.test(subject)) {
    throw new AwsError("InvalidParameter", "Invalid parameter: Subject");
  }
  const byProtocol = input.MessageStructure === "json" ? parseStructure(message) : undefined;
  const textFor = (protocol: string) => byProtocol?.[protocol] ?? byProtocol?.default ?? message;
  const messageId = crypto.randomUUID();
  const at = new Date().toISOString();
  outbox.add({
    messageId,
    topicArn,
    ...(subject ? { subject } : {}),
    message: textFor("email"),
    ...(input.MessageAttributes
      ? { attributes: input.MessageAttributes as object as Record<string, unknown> }
      : {}),
    at,
    deliveries: subscriptions.map(({ protocol, endpoint }) => ({ protocol, endpoint })),
  });
  for (const { protocol, endpoint, attributes, arn } of subscriptions) {
    if (protocol !== "sqs") continue;
    const text = textFor("sqs");
    const body = isTrue(attributes.RawMessageDelivery)
      ? text
      : JSON.stringify({
          Type: "Notification",
          MessageId: messageId,
          TopicArn: topicArn,
          ...(subject ? { Subject: subject } : {}),
          Message: text,
          Timestamp: at,
        });
    const QueueUrl = `${lab.endpoint}/${lab.account}/${endpoint.split(":").at(-1)}`;
    try {
      await lab.call("sqs", "SendMessage", { QueueUrl, MessageBody: body });
    } catch (error) {
      lab.log("sns", "A queue did not take a message.", {
        subscription: arn,
        error: String(error),
      });
    }
  }
  return { MessageId: messageId };
}

function parseStructure(message: string): Record<string, string> {
  try {
    const parsed = JSON.parse(message) as Record<string, string>;
    if (typeof parsed?.default === "string") return parsed;
  } catch {
    // Answered below, like a structure without a default.
  }
  const text = "Invalid parameter: Message Structure - No default entry in JSON message body";
  throw new AwsError("InvalidParameter", text);
}
