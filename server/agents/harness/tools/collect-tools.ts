import "server-only";
import { matchesName } from "@/lib/agents/match-name";
import type { Session } from "@/lib/agents/session";
import { TOOL_CLASSES, type Unresolved } from "@/lib/agents/tool";
import type { AgentTool, ProvidedTools, Workspace } from "@/server/agents/contracts";
import { problemSentence } from "@/server/agents/problem-sentence";
import { log } from "@/server/platform/log";
import type { HarnessParts, HarnessRun } from "../contracts";

/** What every provider of models takes. */
const NAME = /^[a-zA-Z0-9_-]{1,64}$/;

export interface CollectedTools {
  tools: Map<string, AgentTool>;
  /** One sentence for each source that failed. */
  problems: string[];
  /** What the configuration names and its source does not have. */
  unresolved: Unresolved[];
  close(): Promise<void>;
}

/**
 * The tools of one run: what the providers give, less what `allowedTools` leaves out. Two of one
 * name: the first counts. What has no class is not loaded.
 */
export async function collectTools(
  parts: Pick<HarnessParts, "providers">,
  run: Pick<HarnessRun, "definition" | "person"> & { session: Pick<Session, "id"> },
  workspace: Workspace,
  signal: AbortSignal,
): Promise<CollectedTools> {
  const { definition, session, person } = run;
  const made = await Promise.allSettled(
    parts.providers.map((provide) =>
      provide({ definition, sessionId: session.id, person, workspace, signal }),
    ),
  );
  const problems: string[] = [];
  const provided = made.flatMap((one): ProvidedTools[] => {
    if (one.status === "fulfilled") return [one.value];
    // Its tools are missing; the others work, and the model is told what there is.
    log().error({ sessionId: session.id, error: one.reason }, "a source of tools failed");
    problems.push(`Some tools are missing: ${problemSentence(one.reason)}`);
    return [];
  });
  const tools = new Map<string, AgentTool>();
  for (const tool of provided.flatMap(({ tools: given }) => given))
    if (canLoad(tool) && !tools.has(tool.name) && isAllowed(definition.harness.allowedTools, tool))
      tools.set(tool.name, tool);
  return {
    tools,
    problems,
    unresolved: provided.flatMap((each) => each.unresolved),
    async close() {
      await Promise.allSettled(provided.map(({ close }) => close?.()));
    },
  };
}

/** Without a class it is nobody's to allow; with a name or schema that models refuse it would end the run. */
const canLoad = ({ name, class: toolClass, inputSchema }: AgentTool): boolean =>
  TOOL_CLASSES.includes(toolClass) && NAME.test(name) && inputSchema?.type === "object";

/** `*`, a name or glob, `@builtin/shell`, `@server/glob`; everything without a list. */
export function isAllowed(
  allowed: readonly string[] | undefined,
  tool: Pick<AgentTool, "name" | "source" | "server">,
): boolean {
  if (!allowed) return true;
  const place = tool.server ?? tool.source;
  const inPlace =
    tool.server && tool.name.startsWith(`${tool.server}_`)
      ? tool.name.slice(tool.server.length + 1)
      : tool.name;
  return allowed.some((pattern) => {
    if (!pattern.startsWith("@")) return matchesName(pattern, tool.name);
    const [server = "", glob = "*"] = pattern.slice(1).split("/");
    return server === place && matchesName(glob, inPlace);
  });
}
