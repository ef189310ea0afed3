/**
 * What a call may do to the world outside of the session's own workspace. `read` changes nothing
 * there, `change` can be made good again, `destroy` cannot. What has no class cannot load.
 */
export const TOOL_CLASSES = ["read", "change", "destroy"] as const;
export type ToolClass = (typeof TOOL_CLASSES)[number];

/** Where a tool comes from; `verb` is one of the console's own. */
export const TOOL_SOURCES = [
  "builtin",
  "browser",
  "code_interpreter",
  "mcp",
  "gateway",
  "inline",
  "verb",
  "skill",
  "memory",
] as const;
export type ToolSource = (typeof TOOL_SOURCES)[number];

/** A tool as people see it: on the agent's page and on cards. */
export interface ToolInfo {
  /** As the model calls it. */
  name: string;
  description: string;
  source: ToolSource;
  /** The MCP server or gateway. */
  server?: string;
  /** The most that a call may be; single calls may be less. */
  class: ToolClass;
  /** What the policy says of it by default. */
  approval: "allow" | "ask" | "deny";
  /** Stays within the session's own sandbox. */
  contained?: boolean;
}

/** A tool or skill that the configuration names and that is not there, and why: one sentence. */
export interface Unresolved {
  name: string;
  why: string;
}
