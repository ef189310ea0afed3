import "server-only";
import type { AgentFiles } from "@/lib/agents/config";
import { offSentence } from "@/lib/agents/eligibility";
import type { VersionView } from "@/lib/agents/views";
import { AppError } from "@/server/platform/errors";
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

/** The version in force with its files, to be changed. @throws AppError not_found; conflict when it is retired */
export async function readNewest(agent: string): Promise<{ version: number; files: AgentFiles }> {
  const { definitions } = consoleEngine().parts;
  const retired = (await definitions.retired()).find((each) => each.agent === agent);
  if (retired) throw new AppError("conflict", offSentence(retired));
  const { version, files } = await definitions.read(agent);
  return { version, files };
}
