/** Live topics and query keys of this workflow. */
export const agentTopics = {
  overview: () => "agents/overview",
} as const;

export const agentKeys = {
  agents: () => ["agents"] as const,
  agent: (agent: string) => ["agents", "agent", agent] as const,
  sessions: (filter: Record<string, string | undefined>) => ["agents", "sessions", filter] as const,
  session: (id: string) => ["agents", "session", id] as const,
  trace: (id: string) => ["agents", "session", id, "trace"] as const,
  files: (id: string, path: string) => ["agents", "session", id, "files", path] as const,
  memories: (agent: string, query: string) => ["agents", "memories", agent, query] as const,
  versions: (agent: string) => ["agents", "versions", agent] as const,
};
