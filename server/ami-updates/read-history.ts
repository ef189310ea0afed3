import "server-only";
import { and, desc, eq, sql } from "drizzle-orm";
import { z } from "zod";
import type { HistoryPage, HistoryRow } from "@/lib/ami-updates/views";
import { amiUpdates, databaseProblem, db } from "@/server/db";
import { BRIEF, briefOf } from "./update-briefs";

export const HistoryQuery = z.object({
  /** `cluster/nodeClass` */
  target: z
    .string()
    .regex(/^[a-z0-9-]+\/[a-z0-9-]+$/)
    .optional(),
  before: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

/** Updates, newest first, without their notes; `before` is the last id of the page before. @throws AppError upstream */
export async function readHistory(query: z.output<typeof HistoryQuery>): Promise<HistoryPage> {
  const [cluster, nodeClass] = query.target?.split("/") ?? [];
  const { id, createdAt } = amiUpdates;
  try {
    const [rows, targets] = await Promise.all([
      db()
        .select(BRIEF)
        .from(amiUpdates)
        .where(
          and(
            cluster && nodeClass
              ? and(eq(amiUpdates.cluster, cluster), eq(amiUpdates.nodeClass, nodeClass))
              : undefined,
            // By place, not by offset: rows that come meanwhile shift nothing.
            query.before
              ? sql`(${createdAt}, ${id}) < (select created_at, id from ami_updates where id = ${query.before})`
              : undefined,
          ),
        )
        .orderBy(desc(createdAt), desc(id))
        .limit(query.limit + 1),
      db()
        .selectDistinct({ cluster: amiUpdates.cluster, nodeClass: amiUpdates.nodeClass })
        .from(amiUpdates)
        .orderBy(amiUpdates.cluster, amiUpdates.nodeClass),
    ]);
    const shown = rows.slice(0, query.limit);
    const last = shown.at(-1);
    return {
      rows: shown.map((row) => briefOf(row) as HistoryRow),
      targets: targets.map((each) => `${each.cluster}/${each.nodeClass}`),
      ...(rows.length > shown.length && last ? { next: last.id } : {}),
    };
  } catch (error) {
    throw databaseProblem(error);
  }
}
