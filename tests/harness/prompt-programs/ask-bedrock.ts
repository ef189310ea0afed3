/**
 * An application as any team has it: the AWS SDK with nothing set in code. It reads one request per line,
 * `{modelId, prompt, stream?, tool?}`, and answers each with `{text, stopReason, cache?, score?}` or `{error}`.
 */
import { createInterface } from "node:readline";
import {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
} from "@aws-sdk/client-bedrock-runtime";

const client = new BedrockRuntimeClient({});

/** The SDK keeps an answer's headers to itself; this only looks at them. */
let headers: Record<string, string> = {};
client.middlewareStack.add(
  (next) => async (args) => {
    const result = await next(args);
    headers = (result.response as { headers: Record<string, string> }).headers;
    return result;
  },
  { step: "deserialize", name: "seeHeaders", priority: "low" },
);

const toolConfig = {
  tools: [
    {
      toolSpec: {
        name: "get_weather",
        description: "The weather in a city",
        inputSchema: {
          json: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
        },
      },
    },
  ],
};

async function ask(line: string) {
  const { modelId, prompt, stream, tool } = JSON.parse(line);
  const input = {
    modelId,
    messages: [{ role: "user" as const, content: [{ text: prompt }] }],
    ...(tool && { toolConfig }),
  };
  const told = await (stream ? streamed(input) : whole(input));
  return {
    ...told,
    cache: headers["x-switchyard-cache"],
    score: headers["x-switchyard-cache-score"],
  };
}

async function whole(input: ConstructorParameters<typeof ConverseCommand>[0]) {
  const { output, stopReason } = await client.send(new ConverseCommand(input));
  const text = (output?.message?.content ?? []).map((part) => part.text ?? "").join("");
  return { text, stopReason };
}

async function streamed(input: ConstructorParameters<typeof ConverseStreamCommand>[0]) {
  const answer = await client.send(new ConverseStreamCommand(input));
  let text = "";
  let stopReason: string | undefined;
  for await (const event of answer.stream ?? []) {
    text += event.contentBlockDelta?.delta?.text ?? "";
    stopReason ??= event.messageStop?.stopReason;
  }
  return { text, stopReason };
}

for await (const line of createInterface({ input: process.stdin })) {
  const told = await ask(line).catch(({ name, message, $metadata }) => ({
    error: { name, message, status: $metadata?.httpStatusCode },
  }));
  process.stdout.write(`${JSON.stringify(told)}\n`);
}
process.exit(0);
