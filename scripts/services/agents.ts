import { mkdirSync } from "node:fs";
import { join } from "node:path";
import {
  BedrockAgentCoreControlClient,
  CreateAgentRuntimeCommand,
  CreateHarnessCommand,
  type HarnessTool,
  ListAgentRuntimesCommand,
  ListHarnessesCommand,
} from "@aws-sdk/client-bedrock-agentcore-control";
import { inCheckout } from "../setup/checkout.ts";
import { findChromium } from "../setup/find-chromium.ts";
import { bundleRuntime } from "./agents-bundle.ts";

const ROLE = "arn:aws:iam::000000000000:role/agentcore";
const HARNESS = "TrendsAgentHarness";
const RUNTIME = "trends_runtime";

/** The article's prompt, with the sources that it shall read. */
const promptOf = (sources: string): string =>
  `Your job is to keep a pulse on what the AI and dev community is buzzing about right now. Every session, head over to these sources: ${sources} Scrape today's hottest posts, then use the code interpreter to make sense of it all: cluster the topics, rank them by how often they show up, and summarize the top 5 in plain language. Throw in a bar chart. No fluff.`;

/** Where the agents' sources are in a lab. */
export const newsOf = (labUrl: string): string =>
  `${labUrl}/_lab/news/hackernews ${labUrl}/_lab/news/devto`;

/** The console's settings for agents over a lab. `stateDir` keeps sessions' files. */
export function prepareAgents(labUrl: string, stateDir: string): Record<string, string> {
  const { host } = new URL(labUrl);
  const workspaces = join(stateDir, "workspaces");
  mkdirSync(workspaces, { recursive: true });
  const chromium = findChromium();
  return {
    ...(chromium && { SWITCHYARD_BROWSER: chromium }),
    SWITCHYARD_AGENTS_DIR: inCheckout("deploy/agents"),
    SWITCHYARD_AGENTS_WORKSPACES: workspaces,
    // The lab has none of Bedrock's models: its own say what they are.
    SWITCHYARD_AGENTS_MODEL: "lab.operator-v1",
    SWITCHYARD_AGENTS_LOCAL_HOSTS: host,
    SWITCHYARD_AGENTS_VARIABLES: JSON.stringify({
      NEWS_SOURCES: newsOf(labUrl),
      NEWS_HOSTS: host,
    }),
    SWITCHYARD_AGENTCORE: "on",
  };
}

/** Brings a lab the program that harnesses run on, one harness and one runtime. May be repeated. */
export async function registerAgents(labUrl: string, stateDir: string): Promise<void> {
  const image = {
    ...(await bundleRuntime(join(stateDir, "agent-runtime"))),
    environmentVariables: { SWITCHYARD_AGENTS_LOCAL_HOSTS: new URL(labUrl).host },
  };
  await Promise.all(["harness", "trends-runtime"].map((name) => putImage(labUrl, name, image)));
  const client = new BedrockAgentCoreControlClient({
    endpoint: labUrl,
    region: "us-east-1",
    credentials: { accessKeyId: "lab", secretAccessKey: "lab" },
  });
  try {
    await Promise.all([putHarness(client, newsOf(labUrl)), putRuntime(client, newsOf(labUrl))]);
  } finally {
    client.destroy();
  }
}

async function putImage(labUrl: string, name: string, image: unknown): Promise<void> {
  const answer = await fetch(`${labUrl}/_lab/agentcore/images/${name}`, {
    method: "PUT",
    body: JSON.stringify(image),
  });
  if (!answer.ok) throw new Error(`The lab did not take the program: ${await answer.text()}`);
}

const MODEL = { bedrockModelConfig: { modelId: "lab.operator-v1" } };

/** A function that ends the turn: whoever invoked the harness answers it. */
const inline = (name: string, argument: string, description: string): HarnessTool => ({
  type: "inline_function",
  name,
  config: {
    inlineFunction: {
      description,
      inputSchema: {
        type: "object",
        properties: { [argument]: { type: "string" } },
        required: [argument],
      },
    },
  },
});

async function putHarness(client: BedrockAgentCoreControlClient, sources: string): Promise<void> {
  const { harnesses = [] } = await client.send(new ListHarnessesCommand({}));
  if (harnesses.some(({ harnessName }) => harnessName === HARNESS)) return;
  await client.send(
    new CreateHarnessCommand({
      harnessName: HARNESS,
      executionRoleArn: ROLE,
      model: MODEL,
      systemPrompt: [{ text: promptOf(sources) }],
      tools: [
        { type: "agentcore_browser", name: "browser" },
        { type: "agentcore_code_interpreter", name: "code_interpreter" },
        inline("approve_publishing", "channel", "Asks whether the summary may be published there."),
        inline("ask_person", "question", "Asks a person a question and gives the answer."),
      ],
    }),
  );
}

async function putRuntime(client: BedrockAgentCoreControlClient, sources: string): Promise<void> {
  const { agentRuntimes = [] } = await client.send(new ListAgentRuntimesCommand({}));
  if (agentRuntimes.some(({ agentRuntimeName }) => agentRuntimeName === RUNTIME)) return;
  const harness = {
    name: RUNTIME,
    model: MODEL,
    systemPrompt: [{ text: promptOf(sources) }],
    tools: [
      { type: "agentcore_browser", name: "browser" },
      { type: "agentcore_code_interpreter", name: "code_interpreter" },
    ],
  };
  await client.send(
    new CreateAgentRuntimeCommand({
      agentRuntimeName: RUNTIME,
      description: "The trends analyst as a program of its own.",
      roleArn: ROLE,
      networkConfiguration: { networkMode: "PUBLIC" },
      agentRuntimeArtifact: {
        containerConfiguration: {
          containerUri: "000000000000.dkr.ecr.us-east-1.amazonaws.com/trends-runtime:latest",
        },
      },
      environmentVariables: { SWITCHYARD_RUNTIME_HARNESS: JSON.stringify(harness) },
    }),
  );
}
