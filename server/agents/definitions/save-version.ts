import "server-only";
import type { AgentFiles } from "@/lib/agents/config";
import { agentVersions, databaseProblem, db } from "@/server/db";
import { AppError } from "@/server/platform/errors";
import { hashFiles } from "./hash-files";
import { newestVersions, readVersion, type VersionRow } from "./read-versions";
import { parseOrThrow } from "./understand";

/** Who saves what a folder on disk says. */
export const FOLDER = "folder";

/**
 * Keeps a new version; what does not differ from the newest gives that one.
 * @throws AppError invalid; stale when `basedOn` is not the newest, or the name is taken by now
 */
export async function saveVersion(
  name: string,
  files: AgentFiles,
  by: { savedBy: string; basedOn?: number; note?: string },
  variables: Record<string, string>,
): Promise<VersionRow> {
  parseOrThrow(name, files, variables);
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
  // Somebody was faster by a moment: theirs is the newest now.
  const [theirs] = await newestVersions(name);
  throw stale(name, by.basedOn, theirs);
}

/** Undefined when that number is taken: of several at once, one wins. @throws AppError upstream */
export async function addVersion(
  row: Omit<VersionRow, "savedAt">,
): Promise<VersionRow | undefined> {
  const [kept] = await db()
    .insert(agentVersions)
    .values(row)
    .onConflictDoNothing()
    .returning()
    .catch((error) => {
      throw databaseProblem(error);
    });
  return kept;
}

function stale(
  name: string,
  basedOn: number | undefined,
  newest: { version: number; savedBy: string } | undefined,
): AppError {
  if (!newest) return new AppError("stale", `There is no agent called ${name} to be changed.`);
  const who = newest.savedBy === FOLDER ? "its folder on disk" : newest.savedBy;
  return new AppError(
    "stale",
    basedOn === undefined
      ? `There is an agent called ${name} already: open it to change it.`
      : `${name} has a newer version ${newest.version} by ${who}: look at it before you save yours.`,
  );
}
