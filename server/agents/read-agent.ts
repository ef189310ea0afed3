import "server-only";
import type { AgentDefinition } from "@/lib/agents/config";
import { hasLongTermMemory, shortTermMemory, skillsOf } from "@/lib/agents/describe-agent";
import type { AgentView } from "@/lib/agents/views";
import type { Ctx } from "@/server/platform/ctx";
import { AppError } from "@/server/platform/errors";
import type { AgentEngine } from "./assemble";
import { consoleEngine } from "./console-parts";
import { lookAtTools } from "./look-at-tools";
import { type AgentFacts, localAgent, summaryOf } from "./read-agents";
import { readLastSessions, readUsage, visibleTo } from "./read-usage";
import { limitsOf, modelsOfAgent } from "./session-plan";

const SESSIONS = 20;

/** What one agent may do, in full, with this person's sessions. @throws AppError not_found */
export async function readAgent({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: { agent: string; version?: number };
}): Promise<AgentView> {
  const engine = consoleEngine();
  const { parts } = engine;
  const [usage, last, off, retired, sessions] = await Promise.all([
    readUsage(),
    readLastSessions(),
    parts.switches.all(),
    parts.definitions.retired(),
    parts.sessions.list({ agent: input.agent, ...visibleTo(ctx.person), limit: SESSIONS }),
  ]);
  const facts: AgentFacts = { usage, last, off: [...retired, ...off] };
  const view = input.agent.startsWith("arn:")
    ? await remoteView(engine, input.agent, facts)
    : await localView(engine, await parts.definitions.read(input.agent, input.version), facts);
  return { ...view, sessions };
}

async function localView(
  engine: AgentEngine,
  definition: AgentDefinition,
  facts: AgentFacts,
): Promise<AgentView> {
  const [{ tools, unresolved }, isolation] = await Promise.all([
    lookAtTools(engine, definition),
    engine.parts.workspaces.isolation(),
  ]);
  return {
    summary: summaryOf(localAgent(definition, tools, isolation), facts),
    systemPrompt: definition.systemPrompt,
    starters: definition.console.starters,
    tools,
    skills: skillsOf(definition.harness, definition.files),
    unresolved,
    isolation,
    memory: {
      shortTerm: shortTermMemory(definition.harness),
      longTerm: hasLongTermMemory(definition.harness),
    },
    limits: limitsOf(definition),
    models: modelsOfAgent(definition),
    files: definition.files,
    inFolder: engine.parts.definitions.inFolder(definition.name),
    sessions: [],
    missing: [],
  };
}

async function remoteView(engine: AgentEngine, arn: string, facts: AgentFacts): Promise<AgentView> {
  const { agents, missing } = await engine.remoteAgents();
  const self = agents.find(({ agent }) => agent === arn);
  if (!self)
    throw new AppError("not_found", missing[0] ?? "There is no agent of that ARN on AgentCore.");
  return {
    summary: summaryOf(self, facts),
    systemPrompt: "",
    starters: [],
    tools: [],
    skills: [],
    unresolved: [],
    isolation: { level: "microvm", why: "AgentCore gives each session a microVM of its own." },
    memory: { shortTerm: "Kept by AgentCore for the session.", longTerm: false },
    limits: {},
    models: self.model ? [self.model] : [],
    files: {},
    inFolder: false,
    sessions: [],
    missing,
  };
}
