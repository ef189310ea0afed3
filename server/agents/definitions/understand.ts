import "server-only";
import type { AgentDefinition, AgentFiles } from "@/lib/agents/config";
import { type AgentProblem, type ParsedAgent, parseAgent } from "@/lib/agents/parse-agent";
import { AppError } from "@/server/platform/errors";
import type { VersionRow } from "./read-versions";

/** @throws AppError invalid naming the first problems by file and key */
export function parseOrThrow(
  name: string,
  files: AgentFiles,
  variables: Record<string, string>,
): ParsedAgent {
  const read = parseAgent(files, { variables, name });
  if (read.agent) return read.agent;
  throw new AppError("invalid", sentenceOf(read.problems));
}

/** A kept version as an agent. @throws AppError invalid */
export function understand(row: VersionRow, variables: Record<string, string>): AgentDefinition {
  const { harness, console, systemPrompt } = parseOrThrow(row.name, row.files, variables);
  return {
    name: row.name,
    version: row.version,
    harness,
    console,
    systemPrompt,
    files: row.files,
    hash: row.hash,
    savedBy: row.savedBy,
    savedAt: row.savedAt.toISOString(),
    ...(row.note !== null && { note: row.note }),
  };
}

const SHOWN = 3;

/** The first problems, and how many more there are. */
export function sentenceOf(problems: AgentProblem[]): string {
  const first = problems.slice(0, SHOWN).map(({ message }) => message);
  const more = problems.length - first.length;
  return [...first, ...(more > 0 ? [`And ${more} more.`] : [])].join(" ");
}
