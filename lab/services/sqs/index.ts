/** SQS: standard queues with long polling and visibility timeouts, over JSON and Query. */
import { AwsError } from "../../core/aws-error.ts";
import type { Lab, Service } from "../../core/contracts.ts";
import { listOf, requiredText, wholeNumber } from "../../core/input.ts";
import { messageOperations } from "./messages.ts";
import { queryInput, queryOutput } from "./query-form.ts";
import { DEFAULTS, openQueue, type Queue, type QueueRecord } from "./queue.ts";

type Input = Record<string, unknown>;

const SETTABLE = [
  ...Object.keys(DEFAULTS),
  "Policy",
  "RedrivePolicy",
  "RedriveAllowPolicy",
  "SqsManagedSseEnabled",
  "KmsMasterKeyId",
  "KmsDataKeyReusePeriodSeconds",
];

export default function createSqs(lab: Lab): Service {
  const kept = lab.store.collection<QueueRecord>("sqs.queues");
  const queues = new Map<string, Queue>(
    kept.list().map((record) => [record.name, openQueue(lab, record)]),
  );
  const urlOf = (name: string) => `${lab.endpoint}/${lab.account}/${name}`;
  const missing = () =>
    new AwsError("QueueDoesNotExist", "The specified queue does not exist for this wsdl version.");
  /** The host of a queue's URL does not matter: a proxy in between has another one. */
  const find = (input: Input): Queue => {
    const queue = queues.get(requiredText(input, "QueueUrl").split("/").at(-1) ?? "");
    if (!queue) throw missing();
    return queue;
  };

  return {
    name: "sqs",
    protocol: "json1.0",
    targetPrefix: "AmazonSQS",
    apiVersion: "2012-11-05",
    xmlNamespace: "http://queue.amazonaws.com/doc/2012-11-05/",
    queryForm: { lists: "flat", input: queryInput, output: queryOutput },
    queryErrorCodes: {
      QueueDoesNotExist: "AWS.SimpleQueueService.NonExistentQueue",
      EmptyBatchRequest: "AWS.SimpleQueueService.EmptyBatchRequest",
      TooManyEntriesInBatchRequest: "AWS.SimpleQueueService.TooManyEntriesInBatchRequest",
      BatchEntryIdsNotDistinct: "AWS.SimpleQueueService.BatchEntryIdsNotDistinct",
      MessageNotInflight: "AWS.SimpleQueueService.MessageNotInflight",
      QueueNameExists: "QueueAlreadyExists",
    },
    async stop() {
      for (const queue of queues.values()) queue.release();
    },
    operations: {
      ...messageOperations(lab, find),

      CreateQueue(input) {
        const name = requiredText(input, "QueueName");
        if (!/^[A-Za-z0-9_-]{1,80}$/.test(name)) {
          const message =
            "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length. The lab has no FIFO queues.";
          throw new AwsError("ValidationException", message);
        }
        const attributes = checkedAttributes(input.Attributes);
        const existing = queues.get(name);
        if (existing) {
          const differs = Object.entries(attributes).some(
            ([key, value]) => (existing.record.attributes[key] ?? DEFAULTS[key]) !== value,
          );
          if (differs) {
            const message = "A queue already exists with the same name and a different attribute.";
            throw new AwsError("QueueNameExists", message);
          }
          return { QueueUrl: urlOf(name) };
        }
        const record = { name, createdAt: Date.now(), modifiedAt: Date.now(), attributes };
        kept.put(name, record);
        queues.set(name, openQueue(lab, record));
        return { QueueUrl: urlOf(name) };
      },

      GetQueueUrl(input) {
        const name = requiredText(input, "QueueName");
        if (!queues.has(name)) throw missing();
        return { QueueUrl: urlOf(name) };
      },

      ListQueues(input) {
        const prefix = String(input.QueueNamePrefix ?? "");
        const most = wholeNumber(input, "MaxResults", { min: 1, max: 1_000, otherwise: 1_000 });
        const names = [...queues.keys()].filter((name) => name.startsWith(prefix)).sort();
        const after = String(input.NextToken ?? "");
        const left = names.filter((name) => name > after);
        const page = left.slice(0, most);
        if (page.length === 0) return {};
        return {
          QueueUrls: page.map(urlOf),
          ...(left.length > most && input.MaxResults ? { NextToken: page.at(-1) } : {}),
        };
      },

      DeleteQueue(input) {
        const queue = find(input);
        lab.store.transaction(() => {
          queue.purge();
          kept.delete(queue.record.name);
        });
        queues.delete(queue.record.name);
      },

      PurgeQueue(input) {
        find(input).purge();
      },

      GetQueueAttributes(input) {
        const queue = find(input);
        const wanted = listOf<string>(input, "AttributeNames");
        const all = describedQueue(lab, queue);
        const chosen = Object.entries(all).filter(
          ([name]) => wanted.includes("All") || wanted.includes(name),
        );
        return chosen.length > 0 ? { Attributes: Object.fromEntries(chosen) } : {};
      },

      SetQueueAttributes(input) {
        const { record } = find(input);
        Object.assign(record.attributes, checkedAttributes(input.Attributes));
        record.modifiedAt = Date.now();
        kept.put(record.name, record);
      },
    },
  };
}

function checkedAttributes(attributes: unknown): Record<string, string> {
  const checked: Record<string, string> = {};
  for (const [name, value] of Object.entries((attributes ?? {}) as Input)) {
    if (!SETTABLE.includes(name)) {
      throw new AwsError("InvalidAttributeName", `Unknown Attribute ${name}.`);
    }
    if (name in DEFAULTS && !/^\d{1,7}$/.test(String(value))) {
      const message = `Invalid value for the parameter ${name}.`;
      throw new AwsError("InvalidAttributeValue", message);
    }
    checked[name] = String(value);
  }
  return checked;
}

function describedQueue(lab: Lab, { record, messages }: Queue): Record<string, string> {
  const now = Date.now();
  const all = [...messages.values()];
  const hidden = all.filter((message) => message.visibleAt > now);
  const inFlight = hidden.filter((message) => message.receiveCount > 0).length;
  return {
    ...DEFAULTS,
    ...record.attributes,
    ApproximateNumberOfMessages: String(all.length - hidden.length),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(hidden.length - inFlight),
    CreatedTimestamp: String(Math.floor(record.createdAt / 1000)),
    LastModifiedTimestamp: String(Math.floor(record.modifiedAt / 1000)),
    QueueArn: lab.arn("sqs", record.name),
  };
}
