import "server-only";
import { and, desc, eq } from "drizzle-orm";
import type { AgentFiles } from "@/lib/agents/config";
import { agentVersions, databaseProblem, db } from "@/server/db";
import { newestVersions } from "./read-versions";
import { addVersion, FOLDER } from "./save-version";

/**
 * Makes a folder's content a version when it is new and nobody saved a version since the folder's
 * last one. Says why not in a sentence when both changed: neither is lost, and a person has to choose.
 * `offered`: this process offered it before, so another's newer folder stays in force.
 */
export async function takeInFolder(
  name: string,
  { files, hash }: { files: AgentFiles; hash: string },
  { offered }: { offered: boolean },
): Promise<{ settled: boolean; why?: string }> {
  const [newest] = await newestVersions(name);
  // Another process may have taken the number: then the next look decides anew.
  const add = async (note: string | null) => {
    const kept = await addVersion({
      name,
      version: (newest?.version ?? 0) + 1,
      files,
      hash,
      savedBy: FOLDER,
      note,
    });
    return { settled: kept !== undefined };
  };
  if (!newest) return add(null);
  const last = await lastOfFolder(name);
  if (newest.savedBy === FOLDER)
    return newest.hash !== hash && !offered ? add(null) : { settled: true };
  if (last?.hash === hash) return { settled: true };
  // The folder says what a person saved: from here on its changes build on that.
  if (newest.hash === hash) return add(`The folder holds version ${newest.version} now`);
  const since = last ? ` since version ${last.version}` : "";
  return {
    settled: false,
    why:
      `The folder on disk and version ${newest.version} by ${newest.savedBy} both changed${since}: ` +
      `version ${newest.version} is in force until the folder holds the same or somebody saves the folder's files.`,
  };
}

async function lastOfFolder(name: string): Promise<{ version: number; hash: string } | undefined> {
  const [row] = await db()
    .select({ version: agentVersions.version, hash: agentVersions.hash })
    .from(agentVersions)
    .where(and(eq(agentVersions.name, name), eq(agentVersions.savedBy, FOLDER)))
    .orderBy(desc(agentVersions.version))
    .limit(1)
    .catch((error) => {
      throw databaseProblem(error);
    });
  return row;
}
