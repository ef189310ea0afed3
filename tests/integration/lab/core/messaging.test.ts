import {
  EventBridgeClient,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import {
  CreateTopicCommand,
  PublishCommand,
  SNSClient,
  SubscribeCommand,
} from "@aws-sdk/client-sns";
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LabUnderTest, startLab } from "../../../fixtures/start-lab.ts";
import { awsCli, connection, hasAwsCli } from "./clients.ts";

let lab: LabUnderTest;
let sqs: SQSClient;
beforeAll(async () => {
  lab = await startLab();
  sqs = new SQSClient(connection(lab));
});
afterAll(() => lab?.stop());

const aQueue = async (name: string, attributes = {}) =>
  (await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: attributes }))).QueueUrl ??
  "";
const receive = async (QueueUrl: string, more = {}) =>
  (await sqs.send(new ReceiveMessageCommand({ QueueUrl, ...more }))).Messages ?? [];

describe("queues", () => {
  it("give a waiting client its message at once", async () => {
    const url = await aQueue("waiting");
    const waiting = receive(url, { WaitTimeSeconds: 20 });
    await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: "now" }));
    const began = Date.now();
    expect((await waiting)[0]?.Body).toBe("now");
    expect(Date.now() - began).toBeLessThan(2_000);
  });

  it("hide what was received, and show it again when its time is over", async () => {
    const url = await aQueue("hiding");
    await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: "m" }));
    const [first] = await receive(url, { VisibilityTimeout: 60 });
    expect(await receive(url)).toEqual([]);
    const change = { QueueUrl: url, ReceiptHandle: first?.ReceiptHandle, VisibilityTimeout: 0 };
    await sqs.send(new ChangeMessageVisibilityCommand(change));
    const [second] = await receive(url, {
      VisibilityTimeout: 1,
      MessageSystemAttributeNames: ["All"],
    });
    expect(second?.Attributes?.ApproximateReceiveCount).toBe("2");
    const [third] = await receive(url, { WaitTimeSeconds: 10 });
    expect(third?.MessageId).toBe(first?.MessageId);
    // The newest handle deletes; an older one does nothing.
    await sqs.send(
      new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: first?.ReceiptHandle }),
    );
    const count = async () =>
      (await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["All"] })))
        .Attributes?.ApproximateNumberOfMessagesNotVisible;
    expect(await count()).toBe("1");
    await sqs.send(
      new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: third?.ReceiptHandle }),
    );
    expect(await count()).toBe("0");
  });

  it("do not hand a message to a client that went away", async () => {
    const url = await aQueue("leaving");
    const leaving = new AbortController();
    const wait = sqs.send(new ReceiveMessageCommand({ QueueUrl: url, WaitTimeSeconds: 20 }), {
      abortSignal: leaving.signal,
    });
    const left = expect(wait).rejects.toThrow();
    // The client is known to wait once another one, sent after it, has been answered.
    await receive(url);
    leaving.abort();
    await left;
    await receive(url);
    await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: "kept" }));
    expect((await receive(url, { WaitTimeSeconds: 5 }))[0]?.Body).toBe("kept");
  });

  it("tell each entry of a batch apart", async () => {
    const url = await aQueue("batch");
    const answer = await sqs.send(
      new SendMessageBatchCommand({
        QueueUrl: url,
        Entries: [
          {
            Id: "good",
            MessageBody: "a",
            MessageAttributes: { k: { DataType: "String", StringValue: "v" } },
          },
          { Id: "bad", MessageBody: "b", DelaySeconds: 5_000 },
        ],
      }),
    );
    expect(answer.Successful?.map((one) => one.Id)).toEqual(["good"]);
    expect(answer.Failed?.map((one) => one.Id)).toEqual(["bad"]);
    const [message] = await receive(url, { MessageAttributeNames: ["All"] });
    expect(message?.MessageAttributes?.k?.StringValue).toBe("v");
  });

  it("are missed by their name", async () => {
    const missing = sqs.send(new GetQueueUrlCommand({ QueueName: "nope" }));
    await expect(missing).rejects.toMatchObject({ name: "QueueDoesNotExist" });
  });

  it("speak the Query protocol of older clients", async () => {
    const ask = async (parameters: Record<string, string>) => {
      const body = new URLSearchParams({ Version: "2012-11-05", ...parameters });
      const answer = await fetch(lab.endpoint, { method: "POST", body });
      return { status: answer.status, text: await answer.text() };
    };
    await ask({
      Action: "CreateQueue",
      QueueName: "old",
      "Attribute.1.Name": "VisibilityTimeout",
      "Attribute.1.Value": "7",
    });
    const QueueUrl = `${lab.endpoint}/000000000000/old`;
    await ask({ Action: "SendMessage", QueueUrl, MessageBody: '<old> & "new"' });
    const { text } = await ask({ Action: "ReceiveMessage", QueueUrl, "AttributeName.1": "All" });
    expect(text).toContain("<Body>&lt;old&gt; &amp; &quot;new&quot;</Body>");
    expect(text).toContain(
      "<Attribute><Name>ApproximateReceiveCount</Name><Value>1</Value></Attribute>",
    );
    const attributes = await ask({
      Action: "GetQueueAttributes",
      QueueUrl,
      "AttributeName.1": "VisibilityTimeout",
    });
    expect(attributes.text).toContain(
      "<Attribute><Name>VisibilityTimeout</Name><Value>7</Value></Attribute>",
    );
    const missing = await ask({ Action: "GetQueueUrl", QueueName: "nope" });
    expect(missing.status).toBe(400);
    expect(missing.text).toContain("<Code>AWS.SimpleQueueService.NonExistentQueue</Code>");
  });

  it.runIf(hasAwsCli)("serve the AWS CLI", async () => {
    const { stdout, code } = await awsCli(
      lab,
      "sqs",
      "list-queues",
      "--queue-name-prefix",
      "switchyard",
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout).QueueUrls).toEqual([
      `${lab.endpoint}/000000000000/switchyard-events`,
    ]);
  });
});

describe("events", () => {
  it("reach the queues and topics of the rules that match, and no others", async () => {
    const events = new EventBridgeClient(connection(lab));
    const sns = new SNSClient(connection(lab));
    const url = await aQueue("events");
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "events" }));
    await events.send(
      new PutRuleCommand({
        Name: "mine",
        EventPattern: JSON.stringify({
          source: [{ prefix: "my." }],
          detail: { state: [{ "anything-but": "OK" }] },
        }),
      }),
    );
    const InputTransformer = {
      InputPathsMap: { s: "$.detail.state" },
      InputTemplate: '"It is <s>."',
    };
    const put = await events.send(
      new PutTargetsCommand({
        Rule: "mine",
        Targets: [
          { Id: "queue", Arn: "arn:aws:sqs:us-east-1:000000000000:events" },
          { Id: "topic", Arn: TopicArn, InputTransformer },
          { Id: "other", Arn: "arn:aws:kinesis:us-east-1:000000000000:stream/f" },
        ],
      }),
    );
    expect(put.FailedEntries?.map((one) => one.TargetId)).toEqual(["other"]);
    const sent = await events.send(
      new PutEventsCommand({
        Entries: [
          { Source: "my.app", DetailType: "State", Detail: '{"state":"OK"}' },
          { Source: "other", DetailType: "State", Detail: '{"state":"BAD"}' },
          { Source: "my.app", DetailType: "State", Detail: '{"state":"BAD"}', Resources: ["r"] },
          { Source: "my.app", DetailType: "State", Detail: "no json" },
          { Source: "aws.s3", DetailType: "State", Detail: "{}" },
        ],
      }),
    );
    expect(sent.Entries?.map((one) => one.ErrorCode)).toEqual([
      undefined,
      undefined,
      undefined,
      "MalformedDetail",
      "NotAuthorizedForSourceException",
    ]);
    const messages = await receive(url, { WaitTimeSeconds: 5, MaxNumberOfMessages: 10 });
    expect(messages.map((one) => JSON.parse(one.Body ?? ""))).toMatchObject([
      {
        version: "0",
        source: "my.app",
        "detail-type": "State",
        account: "000000000000",
        region: "us-east-1",
        resources: ["r"],
        detail: { state: "BAD" },
      },
    ]);
    const outbox = (await (await fetch(`${lab.endpoint}/_lab/outbox`)).json()) as {
      messages: { message: string }[];
    };
    expect(outbox.messages[0]?.message).toBe('"It is BAD."');
  });

  it("of SNS topics reach subscribed queues, raw when asked", async () => {
    const sns = new SNSClient(connection(lab));
    const url = await aQueue("subscribed");
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "subscribed" }));
    const Endpoint = "arn:aws:sqs:us-east-1:000000000000:subscribed";
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint }));
    await sns.send(new PublishCommand({ TopicArn, Subject: "S", Message: "wrapped" }));
    const [wrapped] = await receive(url, { WaitTimeSeconds: 5 });
    expect(JSON.parse(wrapped?.Body ?? "")).toMatchObject({
      Type: "Notification",
      TopicArn,
      Subject: "S",
      Message: "wrapped",
    });
    await sns.send(
      new SubscribeCommand({
        TopicArn,
        Protocol: "sqs",
        Endpoint,
        Attributes: { RawMessageDelivery: "true" },
      }),
    );
    await sns.send(new PublishCommand({ TopicArn, Message: "raw" }));
    expect((await receive(url, { WaitTimeSeconds: 5 }))[0]?.Body).toBe("raw");
  });
});
