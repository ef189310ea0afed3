import "server-only";
import { and, desc, eq, getTableColumns, inArray, isNull, or, type SQL, sql } from "drizzle-orm";
import type { Target } from "@/lib/ami-updates/config";
import { imageKey } from "@/lib/ami-updates/image-key";
import type { Analysis, NodeImage, UpdateRecord } from "@/lib/ami-updates/model";
import { isUuid } from "@/lib/platform/is-uuid";
import { amiUpdates, db } from "@/server/db";
import type { UpdateStore } from "../contracts";
import { recordOfRow } from "./record-of-row";

/** What is no id is as little there as one that nobody has. */
export async function readUpdate(id: string): Promise<UpdateRecord | undefined> {
  if (!isUuid(id)) return undefined;
  const [row] = await db().select().from(amiUpdates).where(eq(amiUpdates.id, id));
  return row && recordOfRow(row);
}

const { analysis: _whole, ...columns } = getTableColumns(amiUpdates);
const noAnalysis = sql<Analysis | null>`null::jsonb`;
/** The notes of a record may be megabytes. */
const withoutNotes = sql<Analysis | null>`${amiUpdates.analysis} || '{"releases": []}'::jsonb`;

const of = (target: Target) =>
  and(eq(amiUpdates.cluster, target.cluster), eq(amiUpdates.nodeClass, target.nodeClass));

export async function readLatest(
  target: Target,
  to?: NodeImage,
): Promise<UpdateRecord | undefined> {
  const wanted: (SQL | undefined)[] = to
    ? [
        eq(amiUpdates.toKey, imageKey(to)),
        to.release && !to.imageId ? eq(sql`${amiUpdates.to} ->> 'release'`, to.release) : undefined,
      ]
    : [];
  const [row] = await db()
    .select({ ...columns, analysis: withoutNotes })
    .from(amiUpdates)
    .where(and(of(target), eq(amiUpdates.dryRun, false), or(...wanted)))
    .orderBy(desc(amiUpdates.createdAt), desc(amiUpdates.id))
    .limit(1);
  return row && recordOfRow(row);
}

export async function readList(query: Parameters<UpdateStore["list"]>[0]): Promise<UpdateRecord[]> {
  const { target, open, merged, dryRun, before } = query;
  if (before && !isUuid(before)) return [];
  const rows = await db()
    .select({ ...columns, analysis: query.analysis === false ? noAnalysis : withoutNotes })
    .from(amiUpdates)
    .where(
      and(
        target && of(target),
        open ? isNull(amiUpdates.decision) : undefined,
        merged ? inArray(amiUpdates.decision, ["merged", "auto_merged"]) : undefined,
        dryRun === undefined ? undefined : eq(amiUpdates.dryRun, dryRun),
        // By place, not by offset: rows that come meanwhile shift nothing.
        before
          ? sql`(${amiUpdates.createdAt}, ${amiUpdates.id}) < (select created_at, id from ami_updates where id = ${before})`
          : undefined,
      ),
    )
    .orderBy(desc(amiUpdates.createdAt), desc(amiUpdates.id))
    .limit(query.limit);
  return rows.map(recordOfRow);
}
