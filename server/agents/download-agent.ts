import "server-only";
import { agentTitle } from "@/lib/agents/describe-agent";
import { consoleEngine } from "./console-parts";
import { zipFolder } from "./definitions/folder-zip";
import { exportAgent } from "./export/export-agent";

/** The agent's folder as `agentcore` reads it, or the same agent as a Strands program; a zip. @throws AppError not_found */
export async function downloadAgent(
  agent: string,
  what: "folder" | "program",
): Promise<{ name: string; zip: Buffer }> {
  const definition = await consoleEngine().parts.definitions.read(agent);
  const root = what === "folder" ? agent : agentTitle(agent);
  const files = what === "folder" ? definition.files : exportAgent(definition);
  return { name: `${root}.zip`, zip: await zipFolder(root, files) };
}
