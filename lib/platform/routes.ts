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
  amiUpdates: () => "/ami-updates",
  promptCache: () => "/prompt-cache",
  agents: () => "/agents",
} as const;
