import "server-only";
import { PublishCommand } from "@aws-sdk/client-sns";
import { callAws, type UpstreamCtx } from "../call-aws";
import { sns } from "./client";

export interface TopicMessage {
  /** Shown by e-mail; cut to the 100 ASCII characters that SNS takes. */
  subject: string;
  body: string;
  attributes: Record<string, string>;
}

/** Publishes to a topic. Needs sns:Publish. @throws AppError */
export async function publish(
  ctx: UpstreamCtx,
  topicArn: string,
  message: TopicMessage,
): Promise<{ messageId: string }> {
  const answer = await callAws(ctx, "sns", "Publish", (options) =>
    sns().send(
      new PublishCommand({
        TopicArn: topicArn,
        Subject: subjectOf(message.subject),
        Message: message.body,
        MessageAttributes: Object.fromEntries(
          Object.entries(message.attributes).map(([name, StringValue]) => [
            name,
            { DataType: "String", StringValue },
          ]),
        ),
      }),
      options,
    ),
  );
  return { messageId: answer.MessageId ?? "" };
}

/** SNS refuses line breaks, control characters and everything that is not ASCII. */
const subjectOf = (text: string): string =>
  text
    .replace(/→/g, "to")
    .replace(/[^\x20-\x7e]+/g, " ")
    .trim()
    .slice(0, 100) || "AMI update";
