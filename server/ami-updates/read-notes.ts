import "server-only";
import { eq, sql } from "drizzle-orm";
import type { ReleaseInRange } from "@/lib/ami-updates/model";
import type { ReleaseNotes } from "@/lib/ami-updates/views";
import { isUuid } from "@/lib/platform/is-uuid";
import { plainText } from "@/lib/platform/plain-text";
import { amiUpdates, databaseProblem, db } from "@/server/db";
import { AppError } from "@/server/platform/errors";

/**
 * The notes of one release as they were judged, line by line: untrusted text, without the characters
 * that reorder what is drawn. @throws AppError not_found, upstream
 */
export async function readNotes(updateId: string, release: string): Promise<ReleaseNotes> {
  const found = isUuid(updateId) ? await findRelease(updateId, release) : undefined;
  if (!found)
    throw new AppError("not_found", "This proposal does not rest on notes of that release.");
  return {
    release: found.release,
    lines: found.text === "" ? [] : found.text.split("\n").map(plainText),
    ...(found.url && { url: found.url }),
  };
}

async function findRelease(id: string, release: string): Promise<ReleaseInRange | undefined> {
  // Only the release that is asked for leaves the database: all of them may be megabytes.
  const wanted = JSON.stringify({ release });
  const [row] = await db()
    .select({
      found: sql<ReleaseInRange | null>`jsonb_path_query_first(${amiUpdates.analysis}, '$.releases[*] ? (@.release == $release)', ${wanted}::jsonb)`,
    })
    .from(amiUpdates)
    .where(eq(amiUpdates.id, id))
    .catch((error: unknown) => {
      throw databaseProblem(error);
    });
  return row?.found ?? undefined;
}
