import "server-only";
import { agentTopics } from "@/lib/agents/keys";
import type { AgentsView } from "@/lib/agents/views";
import { registerTopic } from "@/server/live/registry";
import { readAgents } from "./read-agents";

const BUSY_MS = 3_000;
const SLOW_MS = 15_000;

registerTopic<AgentsView>({
  prefix: agentTopics.overview(),
  parts: 0,
  permission: "agent.read",
  intervalMs: ({ running, agents, missing }) =>
    missing.length > 0 || running > 0 || agents.some(({ waiting }) => waiting > 0)
      ? BUSY_MS
      : SLOW_MS,
  read: () => readAgents(),
});
