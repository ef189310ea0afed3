import { z } from "zod";
import { AwsError } from "../../core/aws-error.ts";
import type { Lab } from "../../core/contracts.ts";
import {
  found,
  HARNESS_IMAGE,
  type HarnessRecord,
  harnessArn,
  newId,
  type Records,
  type RuntimeRecord,
  runtimeArn,
} from "./model.ts";
import type { Routed } from "./operations.ts";

const NAME = z.string().regex(/^[a-zA-Z][a-zA-Z0-9_]{0,47}$/);
const Variables = z.record(z.string(), z.string()).default({});

const NewHarness = z.looseObject({
  harnessName: NAME,
  executionRoleArn: z.string(),
  model: z.unknown().optional(),
  systemPrompt: z.array(z.looseObject({ text: z.string().optional() })).default([]),
  tools: z
    .array(
      z.looseObject({
        type: z.string(),
        name: z.string().optional(),
        config: z.unknown().optional(),
      }),
    )
    .default([]),
  skills: z.array(z.unknown()).default([]),
  allowedTools: z.array(z.string()).default(["*"]),
  truncation: z.unknown().optional(),
  maxIterations: z.int().min(1).optional(),
  maxTokens: z.int().min(1).optional(),
  timeoutSeconds: z.int().min(1).optional(),
  environmentVariables: Variables,
});

const NewRuntime = z.looseObject({
  agentRuntimeName: NAME,
  description: z.string().default(""),
  roleArn: z.string(),
  agentRuntimeArtifact: z.looseObject({
    containerConfiguration: z.looseObject({ containerUri: z.string() }),
  }),
  environmentVariables: Variables,
});

/** AgentCore's own model where a harness names none. */
const USUAL_MODEL = { bedrockModelConfig: { modelId: "lab.operator-v1" } };

/** Answers an operation of the control plane. @throws AwsError */
export function control(lab: Lab, records: Records, asked: Routed, body: unknown): unknown {
  const { harnesses, runtimes } = records;
  switch (asked.operation) {
    case "CreateHarness":
      return { harness: tellHarness(lab, createHarness(records, body)) };
    case "ListHarnesses":
      return page(asked.query, harnesses.list(), "harnesses", (one) => summary(lab, one));
    case "GetHarness":
      return { harness: tellHarness(lab, found(harnesses, asked.id, "harness")) };
    case "DeleteHarness": {
      const harness = found(harnesses, asked.id, "harness");
      runtimes.delete(harness.runtimeId);
      harnesses.delete(harness.id);
      return { harness: { ...tellHarness(lab, harness), status: "DELETING" } };
    }
    case "CreateAgentRuntime":
      return tellRuntime(lab, createRuntime(records, body));
    case "ListAgentRuntimes": {
      const own = runtimes.list().filter(({ ofHarness }) => !ofHarness);
      return page(asked.query, own, "agentRuntimes", (one) => tellRuntime(lab, one));
    }
    case "GetAgentRuntime":
      return tellRuntime(lab, found(runtimes, asked.id, "agent runtime"));
    case "DeleteAgentRuntime": {
      const { id } = found(runtimes, asked.id, "agent runtime");
      runtimes.delete(id);
      return { status: "DELETING", agentRuntimeId: id };
    }
    default:
      throw new AwsError("UnknownOperationException", "There is no such operation.", 404);
  }
}

function createHarness({ harnesses, runtimes }: Records, body: unknown): HarnessRecord {
  const wanted = read(NewHarness, body);
  if (harnesses.list().some(({ name }) => name === wanted.harnessName))
    throw new AwsError("ConflictException", `The harness ${wanted.harnessName} exists.`, 409);
  const createdAt = new Date().toISOString();
  const runtime: RuntimeRecord = {
    id: newId(`harness_${wanted.harnessName}`),
    name: `harness_${wanted.harnessName}`,
    description: "",
    createdAt,
    roleArn: wanted.executionRoleArn,
    image: HARNESS_IMAGE,
    containerUri: "",
    environmentVariables: wanted.environmentVariables,
    ofHarness: wanted.harnessName,
  };
  const { systemPrompt, skills, allowedTools, truncation } = wanted;
  const { maxIterations, maxTokens, timeoutSeconds } = wanted;
  const harness: HarnessRecord = {
    id: newId(wanted.harnessName),
    name: wanted.harnessName,
    createdAt,
    updatedAt: createdAt,
    executionRoleArn: wanted.executionRoleArn,
    runtimeId: runtime.id,
    config: {
      model: wanted.model ?? USUAL_MODEL,
      systemPrompt: systemPrompt as { text?: string }[],
      tools: wanted.tools as HarnessRecord["config"]["tools"],
      skills,
      allowedTools,
      ...(truncation ? { truncation } : {}),
      ...(maxIterations ? { maxIterations } : {}),
      ...(maxTokens ? { maxTokens } : {}),
      ...(timeoutSeconds ? { timeoutSeconds } : {}),
    },
  };
  runtimes.put(runtime.id, runtime);
  harnesses.put(harness.id, harness);
  return harness;
}

function createRuntime({ runtimes }: Records, body: unknown): RuntimeRecord {
  const wanted = read(NewRuntime, body);
  if (runtimes.list().some(({ name }) => name === wanted.agentRuntimeName))
    throw new AwsError(
      "ConflictException",
      `The agent runtime ${wanted.agentRuntimeName} exists.`,
      409,
    );
  const { containerUri } = wanted.agentRuntimeArtifact.containerConfiguration;
  const record: RuntimeRecord = {
    id: newId(wanted.agentRuntimeName),
    name: wanted.agentRuntimeName,
    description: wanted.description,
    createdAt: new Date().toISOString(),
    roleArn: wanted.roleArn,
    image: /([^/:]+)(?::[^/:]+)?$/.exec(containerUri)?.[1] ?? containerUri,
    containerUri,
    environmentVariables: wanted.environmentVariables,
  };
  runtimes.put(record.id, record);
  return record;
}

const summary = (lab: Lab, { id, name, createdAt, updatedAt }: HarnessRecord) => ({
  harnessId: id,
  harnessName: name,
  arn: harnessArn(lab, id),
  status: "READY",
  createdAt,
  updatedAt,
  harnessVersion: "1",
});

const LIFECYCLE = { idleRuntimeSessionTimeout: 900, maxLifetime: 28_800 };
const PUBLIC = { networkMode: "PUBLIC" };

const tellHarness = (lab: Lab, record: HarnessRecord) => ({
  ...summary(lab, record),
  executionRoleArn: record.executionRoleArn,
  ...record.config,
  truncation: record.config.truncation ?? { strategy: "none" },
  environment: {
    agentCoreRuntimeEnvironment: {
      agentRuntimeArn: runtimeArn(lab, record.runtimeId),
      agentRuntimeName: `harness_${record.name}`,
      agentRuntimeId: record.runtimeId,
      lifecycleConfiguration: LIFECYCLE,
      networkConfiguration: PUBLIC,
    },
  },
});

const tellRuntime = (lab: Lab, record: RuntimeRecord) => ({
  agentRuntimeArn: runtimeArn(lab, record.id),
  agentRuntimeId: record.id,
  agentRuntimeName: record.name,
  agentRuntimeVersion: "1",
  description: record.description,
  createdAt: record.createdAt,
  lastUpdatedAt: record.createdAt,
  roleArn: record.roleArn,
  status: "READY",
  lifecycleConfiguration: LIFECYCLE,
  networkConfiguration: PUBLIC,
  agentRuntimeArtifact: { containerConfiguration: { containerUri: record.containerUri } },
  environmentVariables: record.environmentVariables,
});

/** `maxResults` of a list, and the place of the next as its token. */
function page<T>(query: URLSearchParams, all: T[], member: string, tell: (one: T) => unknown) {
  const size = Math.min(100, Number(query.get("maxResults") ?? 100) || 100);
  const from = Number(query.get("nextToken") ?? 0) || 0;
  const next = from + size < all.length ? { nextToken: String(from + size) } : {};
  return { [member]: all.slice(from, from + size).map(tell), ...next };
}

export function read<T>(shape: z.ZodType<T>, body: unknown): T {
  const parsed = shape.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AwsError(
    "ValidationException",
    `Value at '${issue?.path.join(".") || "the request"}' is not valid: ${issue?.message}`,
  );
}
