import "server-only";
import type { AgentFiles } from "@/lib/agents/config";
import { agentVersions, type Db } from "@/server/db";
import { AppError } from "@/server/platform/errors";
import { hashFiles } from "./hash-files";
import { newestVersions, readVersion, type VersionRow } from "./read-versions";
import { inTurn, retiredRefusal, retirementOf } from "./retirements";
import { parseOrThrow } from "./understand";

/** Who saves what a folder on disk says. */
export const FOLDER = "folder";

/**
 * Keeps a new version; what does not differ from the newest gives that one.
 * @throws AppError invalid; stale when `basedOn` is not the newest, or the name is taken by now;
 * conflict when the agent is retired
 */
export async function saveVersion(
  name: string,
  files: AgentFiles,
  by: { savedBy: string; basedOn?: number; note?: string },
  variables: Record<string, string>,
): Promise<VersionRow> {
  parseOrThrow(name, files, variables);
  await refuseRetired(name);
  const [newest] = await newestVersions(name);
  if (newest?.version !== by.basedOn) throw stale(name, by.basedOn, newest);
  const hash = hashFiles(files);
  if (newest?.hash === hash) return readVersion(name, newest.version);
  const kept = await addVersion({
    name,
    version: (newest?.version ?? 0) + 1,
    files,
    hash,
    savedBy: by.savedBy,
    note: by.note || null,
  });
  if (kept) return kept;
  // Somebody was faster by a moment: it is retired, or theirs is the newest now.
  await refuseRetired(name);
  const [theirs] = await newestVersions(name);
  throw stale(name, by.basedOn, theirs);
}

async function refuseRetired(name: string): Promise<void> {
  const retired = await retirementOf(name);
  if (retired) throw retiredRefusal(retired);
}

/** Undefined when that number is taken or the agent is retired: of several at once, one wins. @throws AppError upstream */
export const addVersion = (row: Omit<VersionRow, "savedAt">): Promise<VersionRow | undefined> =>
  inTurn(row.name, async (tx) => {
    if (await retirementOf(row.name, tx)) return undefined;
    return insertVersion(row, tx);
  });

/** Undefined when that number is taken. */
export async function insertVersion(
  row: Omit<VersionRow, "savedAt">,
  tx: Db,
): Promise<VersionRow | undefined> {
  const [kept] = await tx.insert(agentVersions).values(row).onConflictDoNothing().returning();
  return kept;
}

/** `deed`: what waits until the newest one was looked at. */
export function stale(
  name: string,
  basedOn: number | undefined,
  newest: { version: number; savedBy: string } | undefined,
  deed = "save yours",
): AppError {
  if (!newest) return new AppError("stale", `There is no agent called ${name} to be changed.`);
  const who = newest.savedBy === FOLDER ? "its folder on disk" : newest.savedBy;
  return new AppError(
    "stale",
    basedOn === undefined
      ? `There is an agent called ${name} already: open it to change it.`
      : `${name} has a newer version ${newest.version} by ${who}: look at it before you ${deed}.`,
  );
}
