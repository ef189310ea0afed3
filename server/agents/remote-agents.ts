import "server-only";
import { withoutAdvice } from "@/lib/platform/without-advice";
import type { AgentSettings } from "@/server/platform/env";
import { listRemote } from "./agentcore/list-remote";
import type { AgentSelf } from "./read-agents";

interface Remote {
  agents: AgentSelf[];
  missing: string[];
}

/** What was read when all of it could be. */
interface Known {
  /** Milliseconds since 1970. */
  at: number;
  agents: readonly AgentSelf[];
}

/** However many look, AWS is asked once in so long. */
const FRESH_MS = 10_000;

/** Harnesses and runtimes on AgentCore, where the console is told to look there. */
export function remoteAgents(
  settings: Pick<AgentSettings, "SWITCHYARD_AGENTCORE">,
): () => Promise<Remote> {
  if (settings.SWITCHYARD_AGENTCORE !== "on") return async () => ({ agents: [], missing: [] });
  let last: { at: number; remote: Promise<Remote> } | undefined;
  let known: Known | undefined;
  return () => {
    if (last && Date.now() - last.at < FRESH_MS) return last.remote;
    const remote = listRemote().then(({ agents, missing }) => {
      const read: Remote = {
        agents: agents.map((agent) => ({
          ...agent,
          tools: { read: 0, change: 0, destroy: 0 },
          isolation: "microvm" as const,
        })),
        missing,
      };
      if (missing.length === 0) known = { at: Date.now(), agents: read.agents };
      return orKnown(read, known);
    });
    last = { at: Date.now(), remote };
    remote.catch(() => {
      last = undefined;
    });
    return remote;
  };
}

/** Agents that cannot be read now stay as they were read last, and the sentence says since when. */
export function orKnown(read: Remote, known: Known | undefined): Remote {
  const now = new Set(read.agents.map(({ agent }) => agent));
  const kept = known?.agents.filter(({ agent }) => !now.has(agent)) ?? [];
  if (read.missing.length === 0 || !known || kept.length === 0) return read;
  const at = new Date(known.at).toISOString().slice(0, 16).replace("T", " ");
  return {
    agents: [...read.agents, ...kept],
    missing: read.missing.map(
      (why) => `${withoutAdvice(why)} What runs there is shown as of ${at} UTC.`,
    ),
  };
}
