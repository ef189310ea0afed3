/** SNS: topics and subscriptions; what is published lands in a visible outbox and in subscribed queues. */
import type { ServerResponse } from "node:http";
import { join } from "node:path";
import { AwsError } from "../../core/aws-error.ts";
import type { Lab, Service } from "../../core/contracts.ts";
import { isTrue, listOf, optionalText, requiredText } from "../../core/input.ts";
import { createOutbox } from "./outbox.ts";
import { publish, type Subscription } from "./publish.ts";

interface Topic {
  arn: string;
  name: string;
  attributes: Record<string, string>;
}

type Input = Record<string, unknown>;

const PROTOCOLS = ["sqs", "email", "email-json", "sms", "http", "https", "lambda", "application"];

export default function createSns(lab: Lab): Service {
  const topics = lab.store.collection<Topic>("sns.topics");
  const subscriptions = lab.store.collection<Subscription>("sns.subscriptions");
  const outbox = createOutbox(join(lab.stateDir, "outbox"));
  const find = (input: Input, name = "TopicArn"): Topic => {
    const topic = topics.get(requiredText(input, name));
    if (!topic) throw new AwsError("NotFound", "Topic does not exist", 404);
    return topic;
  };
  const of = (topic: Topic) => subscriptions.list().filter((one) => one.topicArn === topic.arn);
  const described = (one: Subscription) => ({
    SubscriptionArn: one.arn,
    Owner: lab.account,
    Protocol: one.protocol,
    Endpoint: one.endpoint,
    TopicArn: one.topicArn,
  });
  const findSubscription = (input: Input): Subscription => {
    const found = subscriptions.get(requiredText(input, "SubscriptionArn"));
    if (!found) throw new AwsError("NotFound", "Subscription does not exist", 404);
    return found;
  };

  return {
    name: "sns",
    protocol: "query",
    apiVersion: "2010-03-31",
    xmlNamespace: "http://sns.amazonaws.com/doc/2010-03-31/",
    pages: {
      "/_lab/outbox": async (_req, res) => answerOutbox(res, outbox.newest(200)),
    },
    operations: {
      CreateTopic(input) {
        const name = requiredText(input, "Name");
        if (!/^[A-Za-z0-9_-]{1,256}$/.test(name)) {
          throw new AwsError("InvalidParameter", "Invalid parameter: Topic Name");
        }
        const arn = lab.arn("sns", name);
        const attributes = (input.Attributes ?? {}) as Record<string, string>;
        if (!topics.get(arn)) topics.put(arn, { arn, name, attributes });
        return { TopicArn: arn };
      },

      DeleteTopic(input) {
        const topic = topics.get(requiredText(input, "TopicArn"));
        if (!topic) return;
        for (const one of of(topic)) subscriptions.delete(one.arn);
        topics.delete(topic.arn);
      },

      ListTopics: () => ({ Topics: topics.list().map(({ arn }) => ({ TopicArn: arn })) }),

      GetTopicAttributes(input) {
        const topic = find(input);
        const attributes = {
          TopicArn: topic.arn,
          Owner: lab.account,
          SubscriptionsConfirmed: String(of(topic).length),
          SubscriptionsPending: "0",
          SubscriptionsDeleted: "0",
          ...topic.attributes,
        };
        return { Attributes: new Map(Object.entries(attributes)) };
      },

      SetTopicAttributes(input) {
        const topic = find(input);
        const name = requiredText(input, "AttributeName");
        topic.attributes[name] = optionalText(input, "AttributeValue") ?? "";
        topics.put(topic.arn, topic);
      },

      Subscribe(input) {
        const topic = find(input);
        const protocol = requiredText(input, "Protocol");
        const endpoint = requiredText(input, "Endpoint");
        if (!PROTOCOLS.includes(protocol)) {
          const message = `Invalid parameter: Does not support this protocol string: ${protocol}`;
          throw new AwsError("InvalidParameter", message);
        }
        const same = of(topic).find(
          (one) => one.protocol === protocol && one.endpoint === endpoint,
        );
        const arn = same?.arn ?? `${topic.arn}:${crypto.randomUUID()}`;
        const attributes = (input.Attributes ?? {}) as Record<string, string>;
        subscriptions.put(arn, { arn, topicArn: topic.arn, protocol, endpoint, attributes });
        return { SubscriptionArn: arn };
      },

      Unsubscribe(input) {
        subscriptions.delete(findSubscription(input).arn);
      },

      ListSubscriptions: () => ({ Subscriptions: subscriptions.list().map(described) }),
      ListSubscriptionsByTopic: (input) => ({ Subscriptions: of(find(input)).map(described) }),

      GetSubscriptionAttributes(input) {
        const one = findSubscription(input);
        const attributes = {
          ...described(one),
          RawMessageDelivery: String(isTrue(one.attributes.RawMessageDelivery)),
          PendingConfirmation: "false",
          ...one.attributes,
        };
        return { Attributes: new Map(Object.entries(attributes)) };
      },

      SetSubscriptionAttributes(input) {
        const one = findSubscription(input);
        const name = requiredText(input, "AttributeName");
        one.attributes[name] = optionalText(input, "AttributeValue") ?? "";
        subscriptions.put(one.arn, one);
      },

      Publish(input) {
        const topic = find(input, input.TopicArn ? "TopicArn" : "TargetArn");
        return publish(lab, outbox, of(topic), topic.arn, input);
      },

      async PublishBatch(input) {
        const topic = find(input);
        const Successful: Input[] = [];
        const Failed: Input[] = [];
        for (const entry of listOf<Input>(input, "PublishBatchRequestEntries")) {
          try {
            const { MessageId } = await publish(lab, outbox, of(topic), topic.arn, entry);
            Successful.push({ Id: entry.Id, MessageId });
          } catch (error) {
            if (!(error instanceof AwsError)) throw error;
            Failed.push({
              Id: entry.Id,
              Code: error.code,
              Message: error.message,
              SenderFault: true,
            });
          }
        }
        return { Successful, Failed };
      },
    },
  };
}

async function answerOutbox(res: ServerResponse, entries: unknown[]): Promise<void> {
  const text = `${JSON.stringify({ messages: entries }, null, 1)}\n`;
  res.writeHead(200, { "content-type": "application/json; charset=utf-8" }).end(text);
}
