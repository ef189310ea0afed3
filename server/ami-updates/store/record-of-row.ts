import "server-only";
import type { UpdateRecord } from "@/lib/ami-updates/model";
import type { amiUpdates } from "@/server/db";

export type UpdateRow = typeof amiUpdates.$inferSelect;

const some = <T>(value: T | null): T | undefined => value ?? undefined;
const iso = (at: Date | null): string | undefined => at?.toISOString();

/** A row as everything but the store sees it. */
export const recordOfRow = (row: UpdateRow): UpdateRecord => ({
  id: row.id,
  cluster: row.cluster,
  nodeClass: row.nodeClass,
  environment: row.environment,
  from: row.from,
  to: row.to,
  startedBy: row.startedBy,
  dryRun: row.dryRun,
  analysis: some(row.analysis),
  proposal: some(row.proposal),
  pull: row.pullNumber === null ? undefined : { number: row.pullNumber, url: row.pullUrl ?? "" },
  decision: some(row.decision),
  decidedBy: some(row.decidedBy),
  decidedAt: iso(row.decidedAt),
  comment: some(row.comment),
  mergeCommit: some(row.mergeCommit),
  override: some(row.override),
  outcome: some(row.outcome),
  outcomeAt: iso(row.outcomeAt),
  outcomeWhy: some(row.outcomeWhy),
  problem: some(row.problem),
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
});
