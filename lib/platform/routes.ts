/** Every path of the console, so that a link cannot be misspelt. */
const e = encodeURIComponent;

export const routes = {
  home: () => "/",
  signIn: () => "/sign-in",
  inbox: (item?: string) => (item ? `/inbox?item=${e(item)}` : "/inbox"),
  pipelines: () => "/releases",
  pipeline: (name: string) => `/releases/pipelines/${e(name)}`,
  execution: (pipeline: string, id: string) =>
    `/releases/pipelines/${e(pipeline)}/executions/${e(id)}`,
  build: (id: string) => `/releases/builds/${e(id)}`,
  deployment: (id: string) => `/releases/deployments/${e(id)}`,
  fleet: (application: string, group: string) => `/releases/fleets/${e(application)}/${e(group)}`,
  audit: () => "/audit",
  /** Clusters and their node classes. */
  amiUpdates: () => "/ami-updates",
  amiProposal: (id: string) => `/ami-updates/proposals/${e(id)}`,
  amiRollout: (cluster: string, nodeClass: string) =>
    `/ami-updates/rollouts/${e(cluster)}/${e(nodeClass)}`,
  amiHistory: () => "/ami-updates/history",
  promptCache: () => "/prompt-cache",
  promptEntries: () => "/prompt-cache/entries",
  promptEntry: (id: string) => `/prompt-cache/entries/${e(id)}`,
  promptRequests: () => "/prompt-cache/requests",
  promptRequest: (id: string) => `/prompt-cache/requests/${e(id)}`,
  promptTuning: () => "/prompt-cache/tuning",
  promptPlayground: () => "/prompt-cache/playground",
  /** Keys and namespaces. */
  promptKeys: () => "/prompt-cache/keys",
  agents: () => "/agents",
  /** The list, asking what to say to that agent. */
  agentsStarting: (agent: string) => `/agents?start=${e(agent)}`,
  agentNew: () => "/agents/new",
  /** By its name, or its ARN on AgentCore. */
  agent: (agent: string) => `/agents/of/${e(agent)}`,
  agentEdit: (agent: string) => `/agents/of/${e(agent)}/edit`,
  agentSession: (id: string) => `/agents/sessions/${e(id)}`,
  agentSessions: () => "/agents/sessions",
} as const;
