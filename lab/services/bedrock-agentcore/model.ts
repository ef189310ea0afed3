import { randomBytes } from "node:crypto";
import { AwsError } from "../../core/aws-error.ts";
import type { Collection, Lab } from "../../core/contracts.ts";

/** An agent runtime: a program that answers invocations, each session apart. */
export interface RuntimeRecord {
  id: string;
  name: string;
  description: string;
  createdAt: string;
  roleArn: string;
  /** Name of the image that it runs, of `/_lab/agentcore/images`. */
  image: string;
  containerUri: string;
  environmentVariables: Record<string, string>;
  /** Made for a harness, and told with it only. */
  ofHarness?: string;
}

/** A harness: an agent as configuration. Its members are CreateHarness's. */
export interface HarnessRecord {
  id: string;
  name: string;
  createdAt: string;
  updatedAt: string;
  executionRoleArn: string;
  runtimeId: string;
  config: HarnessConfiguration;
}

/** What an invocation may also override for itself. */
export interface HarnessConfiguration {
  model: unknown;
  systemPrompt: { text?: string }[];
  tools: { type: string; name?: string; config?: unknown }[];
  skills: unknown[];
  allowedTools: string[];
  truncation?: unknown;
  maxIterations?: number;
  maxTokens?: number;
  timeoutSeconds?: number;
}

/** A folder with a bundled program: what an image in a registry is on AWS. */
export interface ImageRecord {
  name: string;
  folder: string;
  /** Its module in the folder. */
  entry: string;
  environmentVariables: Record<string, string>;
}

export interface Records {
  harnesses: Collection<HarnessRecord>;
  runtimes: Collection<RuntimeRecord>;
  images: Collection<ImageRecord>;
}

export const openRecords = (lab: Lab): Records => ({
  harnesses: lab.store.collection("agentcore.harnesses"),
  runtimes: lab.store.collection("agentcore.runtimes"),
  images: lab.store.collection("agentcore.images"),
});

/** The image that harnesses run on; `scripts/services/agents.ts` brings it. */
export const HARNESS_IMAGE = "harness";

/** `TrendsAgentHarness-a1B2c3D4e5`, as AgentCore makes ids. */
export const newId = (name: string): string =>
  `${name}-${randomBytes(8).toString("base64url").replace(/[-_]/g, "x").slice(0, 10)}`;

export const harnessArn = (lab: Lab, id: string): string =>
  lab.arn("bedrock-agentcore", `harness/${id}`);
export const runtimeArn = (lab: Lab, id: string): string =>
  lab.arn("bedrock-agentcore", `runtime/${id}`);

/** The record behind an id or an ARN. @throws ResourceNotFoundException */
export function found<T>(records: Collection<T>, idOrArn: string, what: string): T {
  const id = idOrArn.split("/").at(-1) ?? "";
  const record = records.get(id);
  if (record) return record;
  throw new AwsError("ResourceNotFoundException", `The ${what} ${idOrArn} does not exist.`, 404);
}
