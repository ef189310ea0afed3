import "server-only";
import { z } from "zod";
import { matchesName } from "@/lib/agents/match-name";
import type { Unresolved } from "@/lib/agents/tool";
import type { AgentTool, ToolProvider } from "@/server/agents/contracts";
import { verbTools as registeredVerbs, type VerbTool } from "@/server/platform/verb-tools";
import { previewVerb } from "./verbs/preview-verb";
import { runVerb } from "./verbs/run-verb";
import { settleVerb } from "./verbs/settle-verb";

/** The console's own verbs that the agent's `console.verbs` names; one that names none is told. */
export function verbTools(): ToolProvider {
  return async ({ definition }) => {
    const all = registeredVerbs();
    const { verbs: globs } = definition.console;
    const wanted = all.filter(({ name }) => globs.some((glob) => matchesName(glob, name)));
    const unresolved: Unresolved[] = globs
      .filter((glob) => !all.some(({ name }) => matchesName(glob, name)))
      .map((glob) => ({ name: glob, why: `The console has no verb ${glob}.` }));
    return { tools: wanted.map(verbAsTool), unresolved };
  };
}

/** A verb of a workflow as the harness runs it. */
export function verbAsTool(verb: VerbTool): AgentTool {
  const { $schema: _schema, ...schema } = z.toJSONSchema(verb.input, { io: "input" });
  const { preview } = verb;
  const ledgered = verb.class !== "read";
  return {
    name: verb.name,
    description: verb.description,
    inputSchema: { ...schema, type: "object" },
    source: "verb",
    class: verb.class,
    permission: verb.permission,
    ...(preview && { preview: (input, call) => previewVerb({ ...verb, preview }, input, call) }),
    run: (input, call) => runVerb(verb, input, call),
    ...(ledgered && { settle: (_input, call) => settleVerb(verb, call) }),
  };
}
