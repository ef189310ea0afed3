import "server-only";
import type { AgentDefinition } from "@/lib/agents/config";
import { agentTitle } from "@/lib/agents/describe-agent";
import type { Isolation } from "@/lib/agents/isolation";
import type { ToolInfo } from "@/lib/agents/tool";
import type { AgentSummary, AgentsView, SwitchedOff } from "@/lib/agents/views";
import type { AgentEngine } from "./assemble";
import { consoleEngine } from "./console-parts";
import { lookAtTools } from "./look-at-tools";
import { type AgentUsage, readLastSessions, readUsage } from "./read-usage";
import { limitsOf, modelsOfAgent } from "./session-plan";

/** One agent's server that is slow to start must not keep all from being shown. */
const PATIENCE_MS = 2_000;

async function soon<T>(work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), PATIENCE_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** All agents with what they may do, what they used and what is under way. @throws AppError upstream */
export async function readAgents(engine: AgentEngine = consoleEngine()): Promise<AgentsView> {
  const { definitions, switches } = engine.parts;
  const [defined, retired, problems, usage, last, off, remote, isolation] = await Promise.all([
    definitions.list(),
    definitions.retired(),
    definitions.problems(),
    readUsage(),
    readLastSessions(),
    switches.all(),
    engine.remoteAgents(),
    engine.parts.workspaces.isolation(),
  ]);
  const facts = { usage, last, off };
  const opening: string[] = [];
  const local = await Promise.all(
    defined.map(async (definition) => {
      const seen = await soon(lookAtTools(engine, definition));
      if (!seen)
        opening.push(`The tools of ${agentTitle(definition.name)} are still being opened.`);
      return summaryOf(localAgent(definition, seen?.tools ?? [], isolation), facts);
    }),
  );
  const broken = problems.map(({ name, why }) =>
    summaryOf({ ...nothing(name), problem: why }, facts),
  );
  const all = off.find((each) => !each.agent);
  return {
    agents: [...local, ...broken, ...remote.agents.map((agent) => summaryOf(agent, facts))],
    retired,
    running: [...usage.values()].reduce((sum, each) => sum + each.running, 0),
    ...(all && { switchedOff: all }),
    missing: [...opening, ...remote.missing],
  };
}

export interface AgentFacts {
  usage: Map<string, AgentUsage>;
  last: Map<string, NonNullable<AgentSummary["lastSession"]>>;
  /** Switches, and agents that are retired. */
  off: SwitchedOff[];
}

/** What an agent is by itself, before what was done with it. */
export type AgentSelf = Omit<
  AgentSummary,
  "switchedOff" | "lastSession" | "waiting" | "running" | "used"
>;

export function summaryOf(self: AgentSelf, { usage, last, off }: AgentFacts): AgentSummary {
  const switchedOff =
    off.find(({ agent, retired }) => retired && agent === self.agent) ??
    off.find(({ agent }) => !agent) ??
    off.find(({ agent }) => agent === self.agent);
  const lastSession = last.get(self.agent);
  return {
    ...self,
    ...(switchedOff && { switchedOff }),
    ...(lastSession && { lastSession }),
    waiting: usage.get(self.agent)?.waiting ?? 0,
    running: usage.get(self.agent)?.running ?? 0,
    used: usage.get(self.agent)?.used ?? { sessions: 0, nanoUsd: 0, unpriced: 0, totalTokens: 0 },
  };
}

export function localAgent(
  definition: AgentDefinition,
  tools: ToolInfo[],
  { level }: Isolation,
): AgentSelf {
  const [model] = modelsOfAgent(definition);
  const { provider } = definition.harness.model;
  return {
    ...nothing(definition.name),
    ...(definition.console.description && { description: definition.console.description }),
    version: definition.version,
    ...(model ? { model } : { problem: `Models of ${provider} are not supported here.` }),
    tools: countClasses(tools),
    isolation: level,
    limits: limitsOf(definition),
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
