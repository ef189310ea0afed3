import "server-only";
import type { AgentDefinition } from "@/lib/agents/config";
import type { Session } from "@/lib/agents/session";
import type { Person } from "@/server/platform/ctx";
import { AppError } from "@/server/platform/errors";
import type { AgentEngine } from "../assemble";
import type { AgentTool, ToolCall } from "../contracts";
import { collectTools } from "../harness/tools/collect-tools";

/** A tool of a session as its runs have it, with what a call of it is told. */
export interface OpenedTool {
  tool: AgentTool;
  definition: AgentDefinition;
  call: ToolCall & { mode: Session["mode"]; definition: AgentDefinition };
}

/**
 * Opens the session's tools for as long as `work` takes, to preview or check a call of one; nothing is
 * run. @throws AppError conflict when the tool is no longer there
 */
export async function withToolOfCall<T>(
  { parts, providers }: Pick<AgentEngine, "parts" | "providers">,
  asked: { session: Session; person: Person; tool: string; toolUseId: string; runId: string },
  work: (opened: OpenedTool) => Promise<T>,
): Promise<T> {
  const { session, person } = asked;
  if (session.home.kind !== "local")
    throw new AppError("conflict", "Calls of agents on AgentCore can be decided, not edited.");
  const definition = await parts.definitions.read(session.agent, session.version);
  const workspace = await parts.workspaces.open(session.id, definition.console.sandbox);
  const control = new AbortController();
  const { signal } = control;
  const opened = await collectTools(
    { providers },
    { definition, person, session },
    workspace,
    signal,
  );
  try {
    const tool = opened.tools.get(asked.tool);
    if (!tool)
      throw new AppError(
        "conflict",
        `The tool ${asked.tool} is not there any more, so nothing can be edited.`,
      );
    return await work({
      tool,
      definition,
      call: {
        sessionId: session.id,
        agent: session.agent,
        runId: asked.runId,
        toolUseId: asked.toolUseId,
        idempotencyKey: `${session.id}:${asked.toolUseId}`,
        person,
        workspace,
        signal,
        emit: () => {},
        mode: session.mode,
        definition,
      },
    });
  } finally {
    control.abort();
    await opened.close();
  }
}
