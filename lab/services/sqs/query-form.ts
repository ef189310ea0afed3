/** SQS as clients from before its JSON protocol speak it (Debian's AWS CLI does): other names, flat lists. */

type Input = Record<string, unknown>;

const RENAMED: Record<string, string> = {
  AttributeName: "AttributeNames",
  MessageAttributeName: "MessageAttributeNames",
  SendMessageBatchRequestEntry: "Entries",
  DeleteMessageBatchRequestEntry: "Entries",
  ChangeMessageVisibilityBatchRequestEntry: "Entries",
};

export function queryInput(_operation: string, input: Input): Input {
  const result: Input = {};
  for (const [name, value] of Object.entries(input)) {
    if (name === "Attribute") result.Attributes = toMap(value);
    else if (name === "MessageAttribute") result.MessageAttributes = toMap(value);
    else result[RENAMED[name] ?? name] = value;
  }
  if (Array.isArray(result.Entries)) {
    result.Entries = result.Entries.map((entry) => queryInput("", entry as Input));
  }
  return result;
}

export function queryOutput(operation: string, output: Input): Input {
  switch (operation) {
    case "ReceiveMessage":
      return { Message: ((output.Messages ?? []) as Input[]).map(messageOut) };
    case "GetQueueAttributes":
      return { Attribute: fromMap(output.Attributes as Input) };
    case "ListQueues":
      return { QueueUrl: output.QueueUrls ?? [] };
    case "SendMessageBatch":
    case "DeleteMessageBatch":
    case "ChangeMessageVisibilityBatch":
      return {
        [`${operation}ResultEntry`]: output.Successful,
        BatchResultErrorEntry: output.Failed,
      };
    default:
      return output;
  }
}

function messageOut({ Attributes, MessageAttributes, ...message }: Input): Input {
  return {
    ...message,
    Attribute: fromMap((Attributes ?? {}) as Input),
    MessageAttribute: fromMap((MessageAttributes ?? {}) as Input),
  };
}

const toMap = (list: unknown): Input =>
  Object.fromEntries(
    (Array.isArray(list) ? list : []).map((one: Input) => [String(one.Name), one.Value]),
  );

const fromMap = (map: Input) => Object.entries(map ?? {}).map(([Name, Value]) => ({ Name, Value }));
