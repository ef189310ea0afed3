import { BedrockRuntimeClient } from "@aws-sdk/client-bedrock-runtime";
import type { LabUnderTest } from "../../../fixtures/start-lab.ts";
import { connection } from "../core/clients.ts";

/** The SDK's client as it comes, HTTP/2 included; without retries, so that faults are seen. */
export const aClient = (lab: LabUnderTest): BedrockRuntimeClient =>
  new BedrockRuntimeClient(connection(lab));

/** What a user says, as Converse's messages. */
export const said = (text: string) => [{ role: "user" as const, content: [{ text }] }];

/** The body of InvokeModel, and of its answer. */
export const toBody = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));
export const fromBody = (body: Uint8Array | undefined) =>
  JSON.parse(Buffer.from(body ?? []).toString("utf8"));

/** All of a stream. */
export async function collect<T>(stream: AsyncIterable<T> | undefined): Promise<T[]> {
  const events: T[] = [];
  for await (const event of stream ?? []) events.push(event);
  return events;
}

export interface CountedModel {
  id: string;
  calls: number;
  operations: Record<string, number>;
  inputTokens: number;
  outputTokens: number;
  brokenOff: number;
}

/** What the lab counted of one model, and its pace. */
export async function counted(lab: LabUnderTest, model = "lab.text-v1"): Promise<CountedModel> {
  const page = (await (await fetch(`${lab.endpoint}/_lab/bedrock`)).json()) as {
    models: CountedModel[];
  };
  return page.models.find(({ id }) => id === model) as CountedModel;
}

/** Changes the models' pace; gives the answer. */
export const setPace = (lab: LabUnderTest, pace: unknown): Promise<Response> =>
  fetch(`${lab.endpoint}/_lab/bedrock`, { method: "PUT", body: JSON.stringify(pace) });

/** Puts faults in place of those before. */
export async function setFaults(lab: LabUnderTest, ...rules: object[]): Promise<void> {
  const body = JSON.stringify({
    rules: rules.map((rule) => ({ service: "bedrock-runtime", ...rule })),
  });
  const answer = await fetch(`${lab.endpoint}/_lab/faults`, { method: "PUT", body });
  if (!answer.ok) throw new Error(await answer.text());
}
