const e = encodeURIComponent;
const search = (query: Record<string, string | undefined>): string => {
  const given = Object.entries(query).filter((pair): pair is [string, string] => !!pair[1]);
  return given.length === 0 ? "" : `?${new URLSearchParams(given)}`;
};

/** GET routes that sessions are read through. */
export const sessionReadUrls = {
  sessions: (query: { agent?: string; text?: string; before?: string }) =>
    `/api/agents/sessions${search(query)}`,
  /** `after`: without the journal's entries up to there. */
  session: (id: string, after: number) => `/api/agents/sessions/${e(id)}?after=${after}`,
  stream: (id: string, after: number) => `/api/agents/sessions/${e(id)}/stream?after=${after}`,
  files: (id: string, path: string) =>
    `/api/agents/sessions/${e(id)}/files${search({ path: path || undefined })}`,
  file: (id: string, path: string) => `/api/agents/sessions/${e(id)}/file?path=${e(path)}`,
  /** One call that waits, with its arguments. */
  call: (approvalId: string) => `/api/agents/approvals/${e(approvalId)}`,
  /** What the call would do with other arguments. */
  edited: (approvalId: string, input: string) =>
    `/api/agents/approvals/${e(approvalId)}/preview?input=${e(input)}`,
  trace: (id: string) => `/api/agents/sessions/${e(id)}/trace`,
  agent: (agent: string) => `/api/agents/of/${e(agent)}`,
} as const;

/** GET routes that agents are read through. */
export const agentReadUrls = {
  versions: (agent: string, version?: number) =>
    `/api/agents/of/${e(agent)}/versions${search({ version: version?.toString() })}`,
  memories: (agent: string, text: string) =>
    `/api/agents/memories${search({ agent, text: text || undefined })}`,
  /** Downloads: the folder as the `agentcore` CLI reads it, and the agent as a program. */
  folder: (agent: string) => `/api/agents/of/${e(agent)}/folder`,
  program: (agent: string) => `/api/agents/of/${e(agent)}/export`,
  /** POST a zip, get the folder in it. */
  unzip: () => "/api/agents/unzip",
} as const;
