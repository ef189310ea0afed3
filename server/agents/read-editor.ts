import "server-only";
import type { EditorParts } from "@/lib/agents/views";
import { agentSettings } from "@/server/platform/env";
import { verbTools } from "@/server/platform/verb-tools";
import { consoleEngine } from "./console-parts";
import { readVariables } from "./definitions/read-variables";
import { modelsOfAgent } from "./session-plan";

/** What an agent may be put together from here. Of variables the names only: values may be internal. */
export async function readEditor(): Promise<EditorParts> {
  const { parts } = consoleEngine();
  const [defined, isolation] = await Promise.all([
    parts.definitions.list(),
    parts.workspaces.isolation(),
  ]);
  const models = new Map(
    defined.flatMap(modelsOfAgent).map(({ provider, modelId }) => {
      const model = { provider, modelId };
      return [`${provider} ${modelId}`, model] as const;
    }),
  );
  return {
    verbs: verbTools()
      .map(({ name, description, class: toolClass }) => ({ name, description, class: toolClass }))
      .sort((a, b) => a.name.localeCompare(b.name, "en")),
    variables: Object.keys(readVariables(agentSettings().SWITCHYARD_AGENTS_VARIABLES)).sort(),
    models: [...models.values()],
    isolation,
  };
}
