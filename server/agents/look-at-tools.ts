import "server-only";
import { createHash } from "node:crypto";
import type { AgentDefinition } from "@/lib/agents/config";
import { judgeCall } from "@/lib/agents/judge-call";
import type { ToolInfo, Unresolved } from "@/lib/agents/tool";
import { held } from "@/server/platform/held";
import type { AgentEngine } from "./assemble";
import type { AgentTool } from "./contracts";
import { collectTools } from "./harness/tools/collect-tools";

/** What an agent's configuration came to when its tools were last opened. */
export interface SeenTools {
  tools: ToolInfo[];
  unresolved: Unresolved[];
}

const FRESH_MS = 5 * 60_000;
/** A server that does not answer must not keep the page from opening. */
const PATIENCE_MS = 15_000;

const seen = () =>
  held("agents.seenTools", () => new Map<string, { at: number; tools: Promise<SeenTools> }>());

/**
 * Opens the agent's tools in a workspace of their own and closes them again; at most once in five
 * minutes for a version. Never throws: what does not open is unresolved.
 */
export function lookAtTools(engine: AgentEngine, definition: AgentDefinition): Promise<SeenTools> {
  const key = `${definition.name} ${definition.version} ${definition.hash}`;
  const known = seen().get(key);
  if (known && Date.now() - known.at < FRESH_MS) return known.tools;
  const tools = open(engine, definition);
  seen().set(key, { at: Date.now(), tools });
  tools.then(
    ({ unresolved }) => unresolved.length > 0 && soonAgain(key),
    () => seen().delete(key),
  );
  return tools;
}

/** What was not there may be soon. */
const soonAgain = (key: string): void => {
  const known = seen().get(key);
  if (known) known.at = Date.now() - FRESH_MS + 30_000;
};

async function open(engine: AgentEngine, definition: AgentDefinition): Promise<SeenTools> {
  const { parts, providers } = engine;
  const sessionId = lookSession(definition);
  const workspace = await parts.workspaces.open(sessionId, definition.console.sandbox);
  const control = new AbortController();
  const { signal } = control;
  const person = { id: "nobody", name: "Nobody", email: "", role: "viewer" as const };
  const late = setTimeout(() => control.abort(), PATIENCE_MS);
  const run = { definition, person, session: { id: sessionId } };
  const opened = await collectTools({ providers }, run, workspace, signal);
  clearTimeout(late);
  control.abort();
  await opened.close();
  await parts.workspaces.remove(sessionId).catch(() => undefined);
  return {
    tools: [...opened.tools.values()].map((tool) => infoOf(tool, definition)),
    unresolved: [...opened.unresolved, ...opened.problems.map((why) => ({ name: "tools", why }))],
  };
}

function infoOf(tool: AgentTool, definition: AgentDefinition): ToolInfo {
  const judged = judgeCall(definition.console.approvals, {
    tool: tool.name,
    source: tool.source,
    class: tool.class,
    mode: "act",
    ...(tool.server && { server: tool.server }),
    ...(tool.answeredByPerson && { answeredByPerson: true }),
  });
  return {
    name: tool.name,
    description: tool.description,
    source: tool.source,
    ...(tool.server && { server: tool.server }),
    class: judged.class,
    approval: judged.action,
    ...(tool.contained && { contained: true }),
  };
}

/** A workspace of the look alone; the same for a version in all processes. */
const lookSession = ({ name, version, hash }: AgentDefinition): string =>
  `ses_${createHash("sha256").update(`${name} ${version} ${hash} ${process.pid}`).digest("hex").slice(0, 32)}`;
