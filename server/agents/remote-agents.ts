import "server-only";
import type { AgentSettings } from "@/server/platform/env";
import { listRemote } from "./agentcore/list-remote";
import type { AgentSelf } from "./read-agents";

interface Remote {
  agents: AgentSelf[];
  missing: string[];
}

/** However many look, AWS is asked once in so long. */
const FRESH_MS = 10_000;

/** Harnesses and runtimes on AgentCore, where the console is told to look there. */
export function remoteAgents(
  settings: Pick<AgentSettings, "SWITCHYARD_AGENTCORE">,
): () => Promise<Remote> {
  if (settings.SWITCHYARD_AGENTCORE !== "on") return async () => ({ agents: [], missing: [] });
  let last: { at: number; remote: Promise<Remote> } | undefined;
  return () => {
    if (last && Date.now() - last.at < FRESH_MS) return last.remote;
    const remote = listRemote().then(({ agents, missing }) => ({
      agents: agents.map((agent) => ({
        ...agent,
        tools: { read: 0, change: 0, destroy: 0 },
        isolation: "microvm" as const,
      })),
      missing,
    }));
    last = { at: Date.now(), remote };
    remote.catch(() => {
      last = undefined;
    });
    return remote;
  };
}
