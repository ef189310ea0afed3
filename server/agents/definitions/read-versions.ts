import "server-only";
import { and, desc, eq, notInArray } from "drizzle-orm";
import type { VersionView } from "@/lib/agents/views";
import { agentRetirements, agentVersions, type Db, databaseProblem, db } from "@/server/db";
import { AppError } from "@/server/platform/errors";

export type VersionRow = typeof agentVersions.$inferSelect;

/** A version without its files. */
const HEAD = {
  name: agentVersions.name,
  version: agentVersions.version,
  hash: agentVersions.hash,
  savedBy: agentVersions.savedBy,
  savedAt: agentVersions.savedAt,
  note: agentVersions.note,
};

export type VersionHead = Omit<VersionRow, "files">;

/** The newest version of each agent that is offered, or of one, retired or not; by name. @throws AppError upstream */
export async function newestVersions(name?: string, from: Db = db()): Promise<VersionHead[]> {
  const retired = from.select({ agent: agentRetirements.agent }).from(agentRetirements);
  return from
    .selectDistinctOn([agentVersions.name], HEAD)
    .from(agentVersions)
    .where(
      name === undefined ? notInArray(agentVersions.name, retired) : eq(agentVersions.name, name),
    )
    .orderBy(agentVersions.name, desc(agentVersions.version))
    .catch(away);
}

/** @throws AppError not_found, upstream */
export async function readVersion(
  name: string,
  version: number,
  from: Db = db(),
): Promise<VersionRow> {
  const [row] = await from
    .select()
    .from(agentVersions)
    .where(and(eq(agentVersions.name, name), eq(agentVersions.version, version)))
    .catch(away);
  if (!row) throw new AppError("not_found", `There is no version ${version} of ${name}.`);
  return row;
}

/** Newest first; empty when there is no such agent. @throws AppError upstream */
export async function listVersions(name: string): Promise<VersionView[]> {
  const rows = await db()
    .select(HEAD)
    .from(agentVersions)
    .where(eq(agentVersions.name, name))
    .orderBy(desc(agentVersions.version))
    .catch(away);
  return rows.map(({ version, savedBy, savedAt, note, hash }) => ({
    version,
    savedBy,
    savedAt: savedAt.toISOString(),
    hash,
    ...(note !== null && { note }),
  }));
}

const away = (error: unknown): never => {
  throw databaseProblem(error);
};
