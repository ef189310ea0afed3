import "server-only";
import { and, asc, eq, isNotNull, isNull } from "drizzle-orm";
import type { ProposalView } from "@/lib/ami-updates/views";
import { amiUpdates, databaseProblem, db } from "@/server/db";
import { isAppError } from "@/server/platform/errors";
import { inParallel } from "@/server/platform/in-parallel";
import { amiUpdatesOn, consoleParts } from "./console-parts";
import { readProposal } from "./read-proposal";

const WIDTH = 4;
const MOST = 200;

/**
 * Every open pull request that waits on a person, with its evidence; nothing while the workflow is
 * off. `unread` are ids of those that cannot be read now. @throws AppError upstream
 */
export async function readWaitingProposals(): Promise<{
  proposals: ProposalView[];
  missing: string[];
  unread: string[];
}> {
  if (!amiUpdatesOn()) return { proposals: [], missing: [], unread: [] };
  const parts = consoleParts();
  const rows = await db()
    .select({ id: amiUpdates.id })
    .from(amiUpdates)
    .where(
      and(
        eq(amiUpdates.dryRun, false),
        isNull(amiUpdates.decision),
        isNotNull(amiUpdates.pullNumber),
      ),
    )
    .orderBy(asc(amiUpdates.createdAt))
    .limit(MOST)
    .catch((error: unknown) => {
      throw databaseProblem(error);
    });
  const missing: string[] = [];
  const unread: string[] = [];
  const read = await inParallel(rows, WIDTH, async ({ id }) => {
    try {
      return await readProposal(parts, id);
    } catch (error) {
      if (!isAppError(error)) throw error;
      unread.push(id);
      if (!missing.includes(error.message)) missing.push(error.message);
      return undefined;
    }
  });
  const proposals = read.flatMap((view) =>
    // Closed or merged on GitHub a moment ago: the record follows, nothing waits any more.
    view && (view.pull === undefined || view.pull.state === "open") ? [view] : [],
  );
  return { proposals, missing, unread };
}
