import {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
} from "@aws-sdk/client-bedrock-runtime";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import type { PlayedPrompt } from "./pick-prompts.ts";

/** The header by which the console says how it answered. */
const HEADER = "x-switchyard-cache";

export interface Access {
  endpoint: string;
  accessKeyId: string;
  secretAccessKey: string;
}

/** What one prompt met: the word of the cache's header (`direct` without one), or an error's name. */
export interface Sent {
  outcome: string;
  milliseconds: number;
  error?: { name: string; message: string };
}

export interface Sender {
  send(prompt: PlayedPrompt, signal: AbortSignal): Promise<Sent>;
  close(): void;
}

/** The SDK as any application has it; `http1` for a server that does not know the SDK's HTTP/2. */
export function createSender(access: Access, options: { http1?: boolean } = {}): Sender {
  const { endpoint, ...credentials } = access;
  const client = new BedrockRuntimeClient({
    endpoint,
    region: "us-east-1",
    credentials,
    ...(options.http1 ? { requestHandler: new NodeHttpHandler() } : {}),
  });

  const outcomes = new WeakMap<object, string>();
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const { headers } = result.response as { headers?: Record<string, string> };
      if (result.output) outcomes.set(result.output, headers?.[HEADER] ?? "direct");
      return result;
    },
    { step: "deserialize", name: "readCacheHeader", priority: "high" },
  );

  async function ask(prompt: PlayedPrompt, abortSignal: AbortSignal): Promise<string> {
    const input = {
      modelId: prompt.model,
      messages: [{ role: "user" as const, content: [{ text: prompt.text }] }],
      ...(prompt.system ? { system: [{ text: prompt.system }] } : {}),
    };
    if (!prompt.streamed) {
      return outcomeOf(await client.send(new ConverseCommand(input), { abortSignal }));
    }
    const answer = await client.send(new ConverseStreamCommand(input), { abortSignal });
    let ended = false;
    for await (const event of answer.stream ?? []) ended ||= event.messageStop !== undefined;
    if (!ended) throw Object.assign(new Error("The stream broke off."), { name: "BrokenStream" });
    return outcomeOf(answer);
  }
  const outcomeOf = (answer: object) => outcomes.get(answer) ?? "direct";

  return {
    async send(prompt, signal) {
      const began = performance.now();
      const took = () => performance.now() - began;
      try {
        return { outcome: await ask(prompt, signal), milliseconds: took() };
      } catch (error) {
        const { name, message, code } = error as Error & { code?: string };
        return {
          outcome: "error",
          milliseconds: took(),
          error: { name: code ?? name, message: String(message).split("\n", 1)[0] as string },
        };
      }
    },
    close: () => client.destroy(),
  };
}
