import "server-only";
import type { AgentDefinition } from "@/lib/agents/config";
import { agentTitle } from "@/lib/agents/describe-agent";
import type { ToolInfo } from "@/lib/agents/tool";
import type { AgentSummary, AgentsView, SwitchedOff } from "@/lib/agents/views";
import type { AgentEngine } from "./assemble";
import { consoleEngine } from "./console-parts";
import { lookAtTools } from "./look-at-tools";
import { type AgentUsage, readLastSessions, readUsage } from "./read-usage";
import { modelsOfAgent } from "./session-plan";

/** All agents with what they may do, what they used and what is under way. @throws AppError upstream */
export async function readAgents(engine: AgentEngine = consoleEngine()): Promise<AgentsView> {
  const { definitions, switches } = engine.parts;
  const [defined, problems, usage, last, off, remote] = await Promise.all([
    definitions.list(),
    definitions.problems(),
    readUsage(),
    readLastSessions(),
    switches.all(),
    engine.remoteAgents(),
  ]);
  const facts = { usage, last, off };
  const local = await Promise.all(
    defined.map(async (definition) => {
      const { tools } = await lookAtTools(engine, definition);
      return summaryOf(localAgent(definition, tools), facts);
    }),
  );
  const broken = problems.map(({ name, why }) =>
    summaryOf({ ...nothing(name), problem: why }, facts),
  );
  const all = off.find((each) => !each.agent);
  return {
    agents: [...local, ...broken, ...remote.agents.map((agent) => summaryOf(agent, facts))],
    running: [...usage.values()].reduce((sum, each) => sum + each.running, 0),
    ...(all && { switchedOff: all }),
    missing: remote.missing,
  };
}

export interface AgentFacts {
  usage: Map<string, AgentUsage>;
  last: Map<string, NonNullable<AgentSummary["lastSession"]>>;
  off: SwitchedOff[];
}

/** What an agent is by itself, before what was done with it. */
export type AgentSelf = Omit<AgentSummary, "switchedOff" | "lastSession" | "waiting" | "used">;

export function summaryOf(self: AgentSelf, { usage, last, off }: AgentFacts): AgentSummary {
  const switchedOff =
    off.find(({ agent }) => !agent) ?? off.find(({ agent }) => agent === self.agent);
  const lastSession = last.get(self.agent);
  return {
    ...self,
    ...(switchedOff && { switchedOff }),
    ...(lastSession && { lastSession }),
    waiting: usage.get(self.agent)?.waiting ?? 0,
    used: usage.get(self.agent)?.used ?? { sessions: 0, nanoUsd: 0, totalTokens: 0 },
  };
}

export function localAgent(definition: AgentDefinition, tools: ToolInfo[]): AgentSelf {
  const [model] = modelsOfAgent(definition);
  const { provider } = definition.harness.model;
  return {
    ...nothing(definition.name),
    ...(definition.console.description && { description: definition.console.description }),
    version: definition.version,
    ...(model ? { model } : { problem: `Models of ${provider} are not supported here.` }),
    tools: countClasses(tools),
  };
}

const nothing = (name: string): AgentSelf => ({
  agent: name,
  title: agentTitle(name),
  home: { kind: "local" },
  tools: { read: 0, change: 0, destroy: 0 },
});

const countClasses = (tools: ToolInfo[]): AgentSummary["tools"] => ({
  read: tools.filter((tool) => tool.class === "read").length,
  change: tools.filter((tool) => tool.class === "change").length,
  destroy: tools.filter((tool) => tool.class === "destroy").length,
});
