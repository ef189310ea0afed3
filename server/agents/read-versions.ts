import "server-only";
import type { AgentFiles } from "@/lib/agents/config";
import type { VersionView } from "@/lib/agents/views";
import { consoleEngine } from "./console-parts";

/** Versions of an agent, the newest first; with `version` also that one's files. @throws AppError not_found */
export async function readAgentVersions(input: {
  agent: string;
  version?: number;
}): Promise<{ versions: VersionView[]; files?: AgentFiles }> {
  const { definitions } = consoleEngine().parts;
  const versions = await definitions.versions(input.agent);
  if (input.version === undefined) return { versions };
  const { files } = await definitions.read(input.agent, input.version);
  return { versions, files };
}

/** The version in force with its files. @throws AppError not_found */
export async function readNewest(agent: string): Promise<{ version: number; files: AgentFiles }> {
  const { version, files } = await consoleEngine().parts.definitions.read(agent);
  return { version, files };
}
